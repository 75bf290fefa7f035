package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet drain WORKER}. */
@Command(
    name = "drain",
    description = {
      "No new slots, running executions finish, slots move, then the worker is DRAINED.",
      "Never more slots of an automation are down at once than its maxUnavailable."
    })
final class DrainCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(arity = "1..*", paramLabel = "WORKER", description = "which")
  List<String> workers = List.of();

  @Option(
      names = "--deadline",
      paramLabel = "T",
      description = "then executions are interrupted, if that is sooner than drain.deadline")
  String deadline = "";

  @Option(names = "--force", description = "interrupt executions at once: a deadline of 0")
  boolean force;

  @Mixin Order order = new Order();

  DrainCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var within = force ? "0s" : deadline;
    for (var worker : workers) {
      order.confirm(Targets.held(fleet.http(), worker), worker);
      order.give(
          fleet,
          "/api/v1/workers/" + Targets.segment(worker) + "/drain",
          within.isEmpty() ? new JsonObject() : new JsonObject().put("deadline", within),
          worker + " drains");
    }
    fleet.out.hint("Follow it with fleet status. Take it back with fleet undrain.");
    return Exit.OK;
  }
}
