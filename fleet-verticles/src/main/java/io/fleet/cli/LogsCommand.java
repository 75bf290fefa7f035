package io.fleet.cli;

import io.fleet.slot.Generation;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet logs prober/17}: what a slot, or a worker itself, logged. */
@Command(
    name = "logs",
    description = "What a slot or a worker logged: its last lines, and with -f what follows.")
final class LogsCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "SLOT|WORKER", description = "as in prober/17, or the name of a worker")
  String target = "";

  @Option(
      names = {"-f", "--follow"},
      description = "go on with what comes, until Ctrl-C; follows the slot to other workers")
  boolean follow;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "this level and above: trace, debug, info, warn, error (default: all there is)")
  String level = "trace";

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "LINES",
      description = "how many of the last ones, up to 1000 (default 200)")
  int lines = 200;

  LogsCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    if (lines < 0 || lines > 1_000) {
      throw new CommandFailed(Exit.USAGE, "--lines takes 0 to 1000, not " + lines + ".");
    }
    var path =
        "/api/v1/logs/%s?level=%s&lines=%d"
            .formatted(Targets.segment(target), Targets.segment(level), lines);
    if (follow) {
      fleet.http().follow(path, this::heard);
    } else {
      var told = fleet.http().get(path);
      note(told);
      StatusText.objects(told, "lines").forEach(this::line);
    }
    return Exit.OK;
  }

  private void heard(String event, JsonObject data) {
    switch (event) {
      case "" -> {
        if (data.getLong("dropped", 0L) > 0) {
          fleet.out.hint(data.getLong("dropped") + " lines dropped: they came too fast.");
        }
        StatusText.objects(data, "lines").forEach(this::line);
      }
      case "open" -> note(data);
      case "problem" -> fleet.out.hint(data.getString("detail", ""));
      default -> {}
    }
  }

  private void note(JsonObject told) {
    if (told.containsKey("note")) {
      fleet.out.hint(told.getString("note"));
    }
  }

  private void line(JsonObject line) {
    fleet.out.say(fleet.json() ? line.encode() : text(line));
  }

  static String text(JsonObject line) {
    var text = new StringBuilder(Moments.shown(line.getValue("time")));
    text.append(' ').append("%-5s".formatted(line.getString("level", ""))).append(' ');
    if (line.containsKey("generation")) {
      text.append(generation(line.getString("generation")));
      if (line.containsKey("execution")) {
        text.append(" #").append(line.getValue("execution"));
      }
      text.append(' ');
    }
    var logger = line.getString("logger", "");
    text.append(logger.substring(logger.lastIndexOf('.') + 1))
        .append(' ')
        .append(line.getString("message", ""));
    if (line.containsKey("error")) {
      text.append('\n').append(line.getString("error"));
    }
    return text.toString();
  }

  /** As people write it; as it is, where a program of the user's put something else there. */
  private static String generation(String text) {
    return text.matches("\\d{1,15}") ? Generation.parse(text).toString() : text;
  }
}
