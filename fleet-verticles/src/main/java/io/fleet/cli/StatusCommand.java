package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet status}: is it well; if not, why. */
@Command(
    name = "status",
    description = "One sentence, then what needs you, then the automations. Exit 0 well, 1 not.")
final class StatusCommand implements Callable<Integer> {
  private static final long EVERY_MILLIS = 1_000;

  private final FleetCommand fleet;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "only this automation")
  Optional<String> name = Optional.empty();

  @Option(names = "--watch", description = "show it again whenever it changes, until Ctrl-C")
  boolean watch;

  StatusCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() throws InterruptedException {
    var http = fleet.http();
    var status = new StatusText(http.get("/api/v1/status"), name);
    show(status);
    while (watch) {
      Thread.sleep(EVERY_MILLIS);
      var next = new StatusText(http.get("/api/v1/status"), name);
      if (!next.toString().equals(status.toString())) {
        show(next);
      }
      status = next;
    }
    return status.isWell() ? Exit.OK : Exit.FAILED;
  }

  private void show(StatusText status) {
    if (fleet.json()) {
      fleet.out.document("Status", status.document());
      return;
    }
    if (watch && Output.onTerminal()) {
      fleet.out.answer().print("\033[H\033[2J");
    }
    fleet.out.say(status.toString());
  }

  /** The sentence of a status, with the workers' and slots' numbers that change beside it. */
  static String sentence(JsonObject status) {
    return status.getString("sentence", "The master says nothing of itself.");
  }
}
