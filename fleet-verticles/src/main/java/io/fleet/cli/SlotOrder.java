package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet restart}, {@code quarantine} and {@code release} of a slot or an automation. */
@Command
final class SlotOrder implements Callable<Integer> {
  private final FleetCommand fleet;
  private final String verb;

  @Parameters(paramLabel = "TARGET", description = "an automation, or a slot as in prober/17")
  String target = "";

  @Mixin Order order = new Order();

  SlotOrder(FleetCommand fleet, String verb) {
    this.fleet = fleet;
    this.verb = verb;
  }

  @Override
  public Integer call() {
    var slash = target.indexOf('/');
    if (!verb.equals("release")) {
      order.confirm(slash < 0 ? Targets.running(fleet.http(), target) : 1, target);
    }
    var path =
        slash < 0
            ? "/api/v1/automations/" + Targets.segment(target)
            : "/api/v1/slots/"
                + Targets.segment(target.substring(0, slash))
                + "/"
                + Targets.segment(target.substring(slash + 1));
    return order.give(fleet, path + "/" + verb, new JsonObject(), target + ": " + said());
  }

  private String said() {
    return switch (verb) {
      case "restart" -> "restart ordered, no more down at once than may be";
      case "quarantine" -> "quarantined";
      default -> "released";
    };
  }
}
