package io.fleet.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleet stream list}. */
@Command(name = "list", description = "All topics: who writes, who reads, what they hold.")
final class StreamListCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Option(names = "--all", description = "those of Fleet itself too, such as a batch's items")
  boolean all;

  StreamListCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var topics = fleet.http().get("/api/v1/streams");
    if (fleet.json()) {
      fleet.out.document("Streams", topics);
    } else {
      fleet.out.say(text(topics, all));
    }
    return Exit.OK;
  }

  static String text(JsonObject topics, boolean all) {
    var shown =
        StatusText.objects(topics, "items").stream()
            .filter(topic -> all || !topic.getBoolean("internal", false))
            .toList();
    if (shown.isEmpty()) {
      return "No topic yet: none of the slots that ran takes or emits anything.";
    }
    var table =
        new Table("TOPIC", "TYPE", "WRITERS", "READERS", "RECORDS", "LAG", "PENDING", "DEAD");
    for (var topic : shown) {
      table.row(
          topic.getString("name", ""),
          topic.getString("type", ""),
          names(topic, "writers"),
          names(topic, "readers"),
          topic.getLong("length", 0L),
          topic.getLong("lag", 0L),
          topic.getLong("pending", 0L),
          topic.getLong("dead", 0L));
    }
    return table.toString();
  }

  private static String names(JsonObject topic, String field) {
    var names =
        topic.getJsonArray(field, new JsonArray()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "-" : names;
  }
}
