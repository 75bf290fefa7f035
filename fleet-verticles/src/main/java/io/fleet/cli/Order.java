package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import picocli.CommandLine.Option;

/** What all orders share: the reason, the question before work stops, and the answer. */
final class Order {
  @Option(names = "--reason", paramLabel = "TEXT", description = "for the record")
  String reason = "";

  @Option(names = "--yes", description = "stop slots without asking")
  boolean yes;

  /** Asks before {@code slots} are stopped; {@code name} must be typed to go on. */
  void confirm(long slots, String name) {
    if (slots == 0 || yes) {
      return;
    }
    var sentence = "This stops " + Amount.of(slots, "slot") + " of " + name + ".";
    if (!Output.onTerminal()) {
      throw new CommandFailed(Exit.REFUSED, sentence + " Say --yes to go on. Nothing was changed.");
    }
    var typed =
        Objects.requireNonNull(System.console()).readLine("%s Type %s to go on: ", sentence, name);
    if (!name.equals(typed)) {
      throw new CommandFailed(Exit.REFUSED, "Nothing was changed.");
    }
  }

  /** Gives the order and says what came of it. */
  int give(FleetCommand fleet, String path, JsonObject more, String done) {
    var answer = send(fleet, path, more);
    if (fleet.json()) {
      fleet.out.document("Intent", answer);
    } else {
      fleet.out.say(
          answer.getBoolean("changed", true)
              ? done + " (" + Amount.of(answer.getLong("slots", 0L), "slot") + ")."
              : "Nothing to change: it is so already.");
    }
    return Exit.OK;
  }

  /** Gives the order; the master's answer. */
  JsonObject send(FleetCommand fleet, String path, JsonObject more) {
    return fleet
        .http()
        .post(
            path,
            new JsonObject()
                .put("actor", System.getProperty("user.name", "cli"))
                .put("reason", reason)
                .mergeIn(more));
  }
}
