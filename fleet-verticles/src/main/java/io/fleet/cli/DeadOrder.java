package io.fleet.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet dead retry} and {@code fleet dead discard}. */
@Command
final class DeadOrder implements Callable<Integer> {
  private final FleetCommand fleet;
  private final String verb;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "a topic or a batch")
  String topic = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = "letters")
  List<String> ids = List.of();

  @Option(names = "--all", description = "all letters of the topic")
  boolean all;

  @Mixin Order order = new Order();

  DeadOrder(FleetCommand fleet, String verb) {
    this.fleet = fleet;
    this.verb = verb;
  }

  CommandLine spec() {
    var command = new CommandLine(this);
    command.getCommandSpec().name(verb);
    command
        .getCommandSpec()
        .usageMessage()
        .description(
            retries()
                ? "Put letters back at the end of the topic, for the reader that gave them up."
                : "Drop letters for good.");
    return command;
  }

  private boolean retries() {
    return verb.equals("retry");
  }

  @Override
  public Integer call() {
    if (all == !ids.isEmpty()) {
      throw new CommandFailed(
          Exit.USAGE,
          "Which letters? Name their ids, or say --all. See them with fleet dead list "
              + topic
              + ".");
    }
    if (all && !retries() && !order.yes) {
      throw new CommandFailed(
          Exit.REFUSED,
          "This drops all dead letters of " + topic + " for good. Say --yes. Nothing was changed.");
    }
    var answer =
        order.send(
            fleet,
            "/api/v1/streams/" + Targets.segment(topic) + "/dead/" + verb,
            all
                ? new JsonObject().put("all", true)
                : new JsonObject().put("ids", new JsonArray(ids)));
    if (fleet.json()) {
      fleet.out.document("Intent", answer);
    } else {
      fleet.out.say(told(answer));
    }
    return Exit.OK;
  }

  private String told(JsonObject answer) {
    var count = answer.getLong("count", 0L);
    var orphans = answer.getLong("orphans", 0L);
    var done = Amount.of(count, "letter") + (retries() ? " put back." : " discarded.");
    return orphans == 0
        ? done
        : done
            + " "
            + Amount.of(orphans, "letter")
            + " stayed: nobody of that name reads the topic any more.";
  }
}
