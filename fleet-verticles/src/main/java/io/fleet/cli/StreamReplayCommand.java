package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet stream replay TOPIC --reader NAME}. */
@Command(
    name = "replay",
    description = {
      "Deliver to a reader again what the topic still holds.",
      "What is being executed meanwhile may come twice."
    })
final class StreamReplayCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "TOPIC", description = "which")
  String topic = "";

  @Option(
      names = "--reader",
      required = true,
      paramLabel = "NAME",
      description = "the automation that reads it")
  String reader = "";

  @Option(
      names = "--from",
      paramLabel = "ID",
      description =
          "from this record on, or from these milliseconds since 1970 (default: the first)")
  String from = "0";

  @Mixin Order order = new Order();

  StreamReplayCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var answer =
        order.send(
            fleet,
            "/api/v1/streams/" + Targets.segment(topic) + "/replay",
            new JsonObject().put("group", reader).put("from", from));
    if (fleet.json()) {
      fleet.out.document("Intent", answer);
    } else {
      fleet.out.say(
          reader + " gets " + Amount.of(answer.getLong("count", 0L), "record") + " again.");
    }
    return Exit.OK;
  }
}
