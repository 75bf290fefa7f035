package io.fleet.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The feed of slots: numbers its messages, says only what changed, and answers the snapshot that
 * agrees with them. A changed map begins a new epoch, since numbers mean other slots then. Not
 * thread-safe.
 */
final class Frames {
  private static final long ALIVE_MILLIS = 1_000;

  private final String incarnation;
  private SlotMap map = SlotMap.of(io.fleet.config.FleetSpec.empty(), java.util.List.of());
  private String letters = "";
  private long mapVersion;
  private long seq;
  private long lastMillis = Long.MIN_VALUE / 2;

  Frames(String incarnation) {
    this.incarnation = incarnation;
  }

  /**
   * Takes the present picture; the message to publish, if one is due.
   *
   * @param ticks monotonic milliseconds
   */
  Optional<JsonObject> next(View view, long ticks) {
    var changes = new JsonArray();
    var moved = !view.map().equals(map);
    if (moved) {
      map = view.map();
      mapVersion++;
    } else {
      changes = Letters.changes(letters, view.letters());
    }
    letters = view.letters();
    if (!moved && changes.isEmpty() && ticks - lastMillis < ALIVE_MILLIS) {
      return Optional.empty();
    }
    seq++;
    lastMillis = ticks;
    return Optional.of(message(epoch(), seq, view.atMillis(), changes));
  }

  static JsonObject message(String epoch, long seq, long atMillis, Object d) {
    return new JsonObject()
        .put("epoch", epoch)
        .put("seq", seq)
        .put("at", Text.iso(atMillis))
        .put("d", d);
  }

  String epoch() {
    return incarnation + "-" + mapVersion;
  }

  long seq() {
    return seq;
  }

  /** All slots as of the last message. */
  JsonObject snapshot() {
    return new JsonObject()
        .put("epoch", epoch())
        .put("seq", seq)
        .put("map", map.json())
        .put("packed", letters);
  }

  /** The slots of one automation, with their numbers; empty when it has none. */
  Optional<JsonObject> snapshot(String automation) {
    return map.ranges().stream()
        .filter(range -> range.automation().equals(automation))
        .findFirst()
        .map(
            range ->
                snapshot()
                    .put("map", new SlotMap(java.util.List.of(range)).json())
                    .put("packed", letters.substring(range.from(), range.from() + range.count())));
  }
}
