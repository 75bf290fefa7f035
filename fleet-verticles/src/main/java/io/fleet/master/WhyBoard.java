package io.fleet.master;

import io.fleet.reconcile.Explanation;
import io.fleet.slot.SlotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The published reasons, {@code CODE since evidence} by slot; it is told what changed, so that a
 * steady fleet costs and writes nothing.
 */
final class WhyBoard {
  private record Line(Explanation why, long sinceMillis) {
    String text() {
      return why.reason().name() + " " + sinceMillis + " " + why.evidence();
    }
  }

  private final Map<String, Line> lines = new HashMap<>();

  /** The fields to write after some reasons changed; an empty text removes a slot's line. */
  Map<String, String> changes(Map<SlotId, Explanation> said, Set<SlotId> unsaid, long nowMillis) {
    var changes = new HashMap<String, String>();
    said.forEach(
        (slot, why) -> {
          var name = slot.toString();
          var line = line(lines.get(name), why, nowMillis);
          if (!line.equals(lines.put(name, line))) {
            changes.put(name, line.text());
          }
        });
    for (var slot : unsaid) {
      if (lines.remove(slot.toString()) != null) {
        changes.put(slot.toString(), "");
      }
    }
    return changes;
  }

  /** Every field, for a board that is written anew; a reason that stands keeps its time. */
  Map<String, String> whole(Map<SlotId, Explanation> reasons, long nowMillis) {
    var before = new HashMap<>(lines);
    lines.clear();
    var all = new HashMap<String, String>();
    reasons.forEach(
        (slot, why) -> {
          var name = slot.toString();
          var line = line(before.get(name), why, nowMillis);
          lines.put(name, line);
          all.put(name, line.text());
        });
    return all;
  }

  private static Line line(@Nullable Line before, Explanation why, long nowMillis) {
    return before != null && before.why().reason() == why.reason()
        ? new Line(why, before.sinceMillis())
        : new Line(why, nowMillis);
  }
}
