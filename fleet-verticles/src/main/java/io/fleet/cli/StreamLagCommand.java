package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet stream lag [TOPIC]}. */
@Command(name = "lag", description = "How far behind each reader of a topic is.")
final class StreamLagCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "which; all of them without it")
  String topic = "";

  StreamLagCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var topics = fleet.http().get("/api/v1/streams");
    if (fleet.json()) {
      fleet.out.document("Streams", topics);
    } else {
      fleet.out.say(text(topics, topic));
    }
    return Exit.OK;
  }

  static String text(JsonObject topics, String only) {
    var all = StatusText.objects(topics, "items");
    var names = all.stream().map(each -> each.getString("name", "")).toList();
    if (!only.isEmpty() && !names.contains(only)) {
      throw new CommandFailed(
          Exit.FAILED, "No topic \"" + only + "\"." + Question.question(only, names));
    }
    var table = new Table("TOPIC", "READER", "LAG", "OLDEST", "PENDING", "CONSUMERS");
    var rows = 0;
    for (var each : all) {
      if (!only.isEmpty() && !only.equals(each.getString("name"))) {
        continue;
      }
      for (var group : StatusText.objects(each, "groups")) {
        rows++;
        table.row(
            each.getString("name", ""),
            group.getString("name", ""),
            group.getLong("lag", 0L),
            oldest(group),
            group.getLong("pending", 0L),
            group.getLong("consumers", 0L));
      }
    }
    return rows == 0
        ? "Nobody reads " + (only.isEmpty() ? "a topic" : only) + "."
        : table.toString();
  }

  private static String oldest(JsonObject group) {
    return group.getLong("lag", 0L) == 0 ? "-" : group.getLong("oldestSeconds", 0L) + " s";
  }
}
