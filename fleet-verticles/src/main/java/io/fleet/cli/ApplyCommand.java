package io.fleet.cli;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet apply}: changes the desired state, and follows until it holds. */
@Command(
    name = "apply",
    description = "Change the fleet to what the file says, and follow until it holds.")
final class ApplyCommand implements Callable<Integer> {
  private static final long EVERY_MILLIS = 300;

  private final FleetCommand fleet;

  @Parameters(paramLabel = "FILE", description = "a fleet.yaml")
  Path file = Path.of("fleet.yaml");

  @Option(names = "--yes", description = "stop slots without asking")
  boolean yes;

  @Option(names = "--detach", description = "do not follow")
  boolean detach;

  @Option(
      names = "--timeout",
      paramLabel = "T",
      description = "stop following after this (default 10m)")
  String timeout = "10m";

  @Option(names = "--reason", paramLabel = "TEXT", description = "for the record")
  String reason = "";

  ApplyCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() throws InterruptedException {
    var patience = patience();
    var checked = CheckedFile.read(file, ValidateCommand.COMPILED);
    var spec = checked.insist();
    if (!checked.warnings().isEmpty()) {
      fleet.out.hint(checked.warnings().stripTrailing());
    }
    var http = fleet.http();
    confirm(http.get("/api/v1/status"), spec);
    var answer =
        http.post(
            "/api/v1/apply",
            new JsonObject()
                .put("spec", FleetFile.toJson(spec))
                .put("actor", System.getProperty("user.name", "cli"))
                .put("reason", reason));
    var revision = answer.getLong("revision", 0L);
    fleet.out.say(
        answer.getBoolean("changed", true)
            ? "Revision " + revision + " applied."
            : "Nothing to change: revision " + revision + " is this already.");
    return detach ? Exit.OK : follow(http, revision, patience);
  }

  private Duration patience() {
    try {
      return Amount.duration(timeout);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(Exit.USAGE, "--timeout: " + e.getMessage(), e);
    }
  }

  /** What stops slots asks first, and names the number. */
  private void confirm(JsonObject status, FleetSpec spec) {
    var stops = new ArrayList<String>();
    var slots = 0L;
    for (var automation : StatusText.objects(status, "automations")) {
      var name = automation.getString("name", "");
      var before = automation.getLong("desired", 0L);
      var wanted =
          Optional.ofNullable(spec.automations().get(name)).map(a -> (long) a.slots()).orElse(0L);
      if (wanted < before) {
        stops.add(name);
        slots += before - wanted;
      }
    }
    if (stops.isEmpty() || yes) {
      return;
    }
    var sentence =
        "This stops " + Amount.of(slots, "slot") + " (" + String.join(", ", stops) + ").";
    if (!Output.onTerminal()) {
      throw new CommandFailed(Exit.REFUSED, sentence + " Say --yes to go on. Nothing was changed.");
    }
    var typed =
        Objects.requireNonNull(System.console())
            .readLine("%s Type %s to go on: ", sentence, stops.getFirst());
    if (!List.of(stops.getFirst()).contains(typed)) {
      throw new CommandFailed(Exit.REFUSED, "Nothing was changed.");
    }
  }

  private int follow(FleetHttp http, long revision, Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var last = "";
    while (System.nanoTime() - end < 0) {
      var status = http.get("/api/v1/status");
      var shown = Optional.ofNullable(status.getJsonObject("revision")).orElseGet(JsonObject::new);
      var sentence = StatusCommand.sentence(status);
      if (!sentence.equals(last)) {
        fleet.out.hint(sentence);
        last = sentence;
      }
      if (shown.getLong("desired", 0L) >= revision && status.getBoolean("converged", false)) {
        fleet.out.say(sentence);
        return Exit.OK;
      }
      Thread.sleep(EVERY_MILLIS);
    }
    fleet.out.hint(
        "Not there yet after " + timeout + "; the change goes on. Look with fleet status --watch.");
    return Exit.GAVE_UP;
  }
}
