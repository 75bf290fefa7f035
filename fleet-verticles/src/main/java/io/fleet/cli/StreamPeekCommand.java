package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet stream peek TOPIC}. */
@Command(name = "peek", description = "Records of a topic, oldest first. Takes none of them.")
final class StreamPeekCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "TOPIC", description = "which")
  String topic = "";

  @Mixin PageOf page = new PageOf();

  StreamPeekCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var records =
        fleet.http().get("/api/v1/streams/" + Targets.segment(topic) + "/records" + page.query());
    if (fleet.json()) {
      fleet.out.document("Records", records);
    } else {
      fleet.out.say(text(records));
    }
    return Exit.OK;
  }

  static String text(JsonObject records) {
    var items = StatusText.objects(records, "items");
    if (items.isEmpty()) {
      return "No record there.";
    }
    var table = new Table("ID", "AT", "FROM", "KEY", "RECORD");
    items.forEach(
        each ->
            table.row(
                each.getString("id", ""),
                Moments.shown(each.getValue("at")),
                each.getString("from", ""),
                each.getString("key", "").isEmpty() ? "-" : each.getString("key"),
                String.valueOf(each.getValue("payload"))));
    return table.toString();
  }
}
