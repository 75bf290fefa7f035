package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleet events}: what happened, newest last. */
@Command(name = "events", description = "What happened, newest last.")
final class EventsCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Option(names = "--limit", paramLabel = "N", description = "how many, up to 1000 (default 50)")
  int limit = 50;

  EventsCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > 1_000) {
      throw new CommandFailed(Exit.USAGE, "--limit takes 1 to 1000, not " + limit + ".");
    }
    var events = fleet.http().get("/api/v1/events?limit=" + limit);
    if (fleet.json()) {
      fleet.out.document("Events", events);
    } else {
      fleet.out.say(text(events));
    }
    return Exit.OK;
  }

  static String text(JsonObject events) {
    var items = StatusText.objects(events, "items");
    if (items.isEmpty()) {
      return "Nothing happened yet.";
    }
    var table = new Table("AT", "TARGET", "WHAT", "WHY");
    items.stream()
        .sorted(EventsCommand::byId)
        .forEach(
            e ->
                table.row(
                    Moments.shown(e.getValue("at")),
                    e.getString("target", ""),
                    what(e),
                    e.getString("cause", e.getString("reason", ""))));
    return table.toString();
  }

  private static int byId(JsonObject a, JsonObject b) {
    return compareIds(a.getString("id", ""), b.getString("id", ""));
  }

  /** Ids are Redis's {@code millis-n}; as text 9 would come after 10. */
  static int compareIds(String a, String b) {
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static String what(JsonObject event) {
    var data = event.getJsonObject("data", new JsonObject());
    var from = data.getString("from", "");
    var to = data.getString("to", "");
    if (to.isEmpty()) {
      return event.getString("kind", "");
    }
    var worker = data.getString("worker", "");
    return from + " -> " + to + (worker.isEmpty() ? "" : " on " + worker);
  }
}
