package io.fleet.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet dead show TOPIC ID}. */
@Command(name = "show", description = "One dead letter with all that is known of it.")
final class DeadShowCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "a topic or a batch")
  String topic = "";

  @Parameters(index = "1", paramLabel = "ID", description = "the letter's id")
  String id = "";

  DeadShowCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var letter =
        fleet
            .http()
            .get("/api/v1/streams/" + Targets.segment(topic) + "/dead/" + Targets.segment(id));
    if (fleet.json()) {
      fleet.out.document("DeadLetter", letter);
    } else {
      fleet.out.say(text(letter));
    }
    return Exit.OK;
  }

  static String text(JsonObject letter) {
    return """
        letter    %s, given up by %s at %s after %s
        why       %s
        record    %s, a %s from %s%s
        payload%s
        %s"""
        .formatted(
            letter.getString("id", ""),
            letter.getString("group", ""),
            letter.getString("at", ""),
            Amount.of(letter.getLong("attempts", 0L), "attempt"),
            letter.getString("reason", ""),
            letter.getString("record", ""),
            letter.getString("type", ""),
            letter.getString("from", ""),
            letter.getString("key", "").isEmpty() ? "" : ", key " + letter.getString("key"),
            letter.getBoolean("edited", false) ? ", edited since" : "",
            pretty(letter.getValue("payload")));
  }

  private static String pretty(Object payload) {
    return switch (payload) {
      case JsonObject json -> json.encodePrettily();
      case JsonArray json -> json.encodePrettily();
      case null -> "null";
      default -> payload.toString();
    };
  }
}
