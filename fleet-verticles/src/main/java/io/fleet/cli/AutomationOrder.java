package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet pause NAME} and {@code fleet resume NAME}. */
@Command
final class AutomationOrder implements Callable<Integer> {
  private final FleetCommand fleet;
  private final String verb;

  @Parameters(paramLabel = "NAME", description = "an automation")
  String name = "";

  @Mixin Order order = new Order();

  AutomationOrder(FleetCommand fleet, String verb) {
    this.fleet = fleet;
    this.verb = verb;
  }

  @Override
  public Integer call() {
    var pauses = verb.equals("pause");
    if (pauses) {
      order.confirm(Targets.running(fleet.http(), name), name);
    }
    var path = "/api/v1/automations/" + Targets.segment(name) + "/" + verb;
    return order.give(fleet, path, new JsonObject(), name + (pauses ? " paused" : " resumed"));
  }
}
