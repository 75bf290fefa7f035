package io.fleet.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet dead edit TOPIC ID --payload JSON}. */
@Command(
    name = "edit",
    description = "Set what a dead letter will hold when it is retried. It is not retried yet.")
final class DeadEditCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "a topic or a batch")
  String topic = "";

  @Parameters(index = "1", paramLabel = "ID", description = "the letter's id")
  String id = "";

  @ArgGroup(multiplicity = "1")
  Given given = new Given();

  @Mixin Order order = new Order();

  /** One of the two. */
  static final class Given {
    @Option(names = "--payload", paramLabel = "JSON", description = "the record as it is to be")
    String payload = "";

    @Option(names = "--file", paramLabel = "FILE", description = "a file that holds it")
    Path file = Path.of("");
  }

  DeadEditCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var answer =
        order.send(
            fleet,
            "/api/v1/streams/%s/dead/%s/edit"
                .formatted(Targets.segment(topic), Targets.segment(id)),
            new JsonObject().put("payload", payload()));
    if (fleet.json()) {
      fleet.out.document("Intent", answer);
    } else {
      fleet.out.say("Changed. Put it back with fleet dead retry " + topic + " " + id + ".");
    }
    return Exit.OK;
  }

  private Object payload() {
    try {
      var text = given.payload.isEmpty() ? Files.readString(given.file) : given.payload;
      var json = Json.decodeValue(text);
      if (json == null) {
        throw new CommandFailed(Exit.USAGE, "A record cannot be null.");
      }
      return json;
    } catch (DecodeException e) {
      throw new CommandFailed(
          Exit.USAGE, "The payload is no JSON: " + e.getMessage() + ". Nothing was changed.", e);
    } catch (IOException e) {
      throw new CommandFailed(Exit.USAGE, "Cannot read " + given.file + ". Is it there?", e);
    }
  }
}
