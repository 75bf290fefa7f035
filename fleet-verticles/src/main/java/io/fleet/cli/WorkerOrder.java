package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet cordon}, {@code uncordon} and {@code undrain}: orders that stop nothing. */
@Command
final class WorkerOrder implements Callable<Integer> {
  private final FleetCommand fleet;
  private final String verb;

  @Parameters(arity = "1..*", paramLabel = "WORKER", description = "which")
  List<String> workers = List.of();

  @Mixin Order order = new Order();

  WorkerOrder(FleetCommand fleet, String verb) {
    this.fleet = fleet;
    this.verb = verb;
  }

  @Override
  public Integer call() {
    for (var worker : workers) {
      order.give(
          fleet,
          "/api/v1/workers/" + Targets.segment(worker) + "/" + verb,
          new JsonObject(),
          worker + (verb.equals("cordon") ? " gets no new slots" : " may have slots again"));
    }
    return Exit.OK;
  }
}
