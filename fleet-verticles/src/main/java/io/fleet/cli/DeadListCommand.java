package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet dead list [TOPIC]}. */
@Command(
    name = "list",
    description = "Dead letters of a topic, oldest first; how many without one.")
final class DeadListCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(arity = "0..1", paramLabel = "TOPIC", description = "a topic or a batch")
  String topic = "";

  @Mixin PageOf page = new PageOf();

  DeadListCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var path =
        topic.isEmpty()
            ? "/api/v1/streams"
            : "/api/v1/streams/" + Targets.segment(topic) + "/dead" + page.query();
    var answer = fleet.http().get(path);
    if (fleet.json()) {
      fleet.out.document("DeadLetters", answer);
    } else {
      fleet.out.say(topic.isEmpty() ? overview(answer) : text(answer));
    }
    return Exit.OK;
  }

  static String overview(JsonObject topics) {
    var some =
        StatusText.objects(topics, "items").stream()
            .filter(each -> each.getLong("dead", 0L) > 0)
            .toList();
    if (some.isEmpty()) {
      return "None. Good.";
    }
    var table = new Table("TOPIC", "DEAD");
    some.forEach(
        each ->
            table.row(
                each.getString("name", "").replaceFirst("^\\.items\\.", ""), each.getLong("dead")));
    return table.toString();
  }

  static String text(JsonObject letters) {
    var items = StatusText.objects(letters, "items");
    if (items.isEmpty()) {
      return "None. Good.";
    }
    var table = new Table("ID", "AT", "READER", "ATTEMPTS", "WHY", "RECORD");
    items.forEach(
        each ->
            table.row(
                each.getString("id", ""),
                Moments.shown(each.getValue("at")),
                each.getString("group", ""),
                each.getLong("attempts", 0L),
                cut(each.getString("reason", ""), 60),
                cut(String.valueOf(each.getValue("payload")), 60)));
    return table.toString();
  }

  private static String cut(String text, int most) {
    var line = text.lines().findFirst().orElse("");
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
