package io.fleet.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One thing that needs a person, or that the fleet is busy mending.
 *
 * @param kind what it is about
 * @param target an automation, a worker or the fleet
 * @param reason a reason code
 * @param count slots
 * @param sinceMillis wall clock; 0 when unknown
 * @param sentence what is wrong
 * @param doing what the fleet does about it
 * @param actions what a person could do
 */
record Need(
    Kind kind,
    String target,
    String reason,
    int count,
    long sinceMillis,
    String sentence,
    String doing,
    List<Action> actions) {
  /** Worst first. */
  enum Kind {
    STORE_LOST("store-lost"),
    NO_LEADER("no-leader"),
    QUARANTINED("quarantined"),
    BRAKE("brake"),
    WORKER_QUARANTINED("worker-quarantined"),
    WORKER_INCOMPATIBLE("worker-incompatible"),
    WORKER_GATED("worker-gated"),
    STUCK("stuck"),
    WORKER_SILENT("worker-silent"),
    NO_ROOM("no-room"),
    BACKOFF("backoff"),
    WORKER_LEAKS("worker-leaks");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** One button and its twin on the command line. */
  record Action(String label, String command) {}

  Need {
    actions = List.copyOf(actions);
  }

  JsonObject json() {
    var buttons = new JsonArray();
    actions.forEach(
        a -> buttons.add(new JsonObject().put("label", a.label()).put("command", a.command())));
    var json =
        new JsonObject()
            .put("kind", kind.word)
            .put("target", target)
            .put("reason", reason)
            .put("count", count);
    if (sinceMillis > 0) {
      json.put("since", Text.iso(sinceMillis));
    }
    return json.put("sentence", sentence).put("doing", doing).put("actions", buttons);
  }
}
