package io.fleet.master;

import io.fleet.reconcile.Explanation;
import io.fleet.slot.SlotId;
import java.util.HashMap;
import java.util.Map;

/**
 * The published reasons, {@code CODE since evidence} by slot; finds what changed, so that a steady
 * fleet writes nothing.
 */
final class WhyBoard {
  private record Line(Explanation why, long sinceMillis) {}

  private final Map<String, Line> lines = new HashMap<>();

  /**
   * The fields to write, or with {@code whole} every field; an empty text removes a slot's line.
   */
  Map<String, String> changes(Map<SlotId, Explanation> reasons, long nowMillis, boolean whole) {
    var changes = new HashMap<String, String>();
    var current = new HashMap<String, Line>();
    reasons.forEach(
        (slot, why) -> {
          var name = slot.toString();
          var before = lines.get(name);
          var since =
              before != null && before.why().reason() == why.reason()
                  ? before.sinceMillis()
                  : nowMillis;
          var line = new Line(why, since);
          current.put(name, line);
          if (whole || !line.equals(before)) {
            changes.put(name, why.reason().name() + " " + since + " " + why.evidence());
          }
        });
    lines.keySet().stream()
        .filter(name -> !current.containsKey(name))
        .forEach(name -> changes.put(name, ""));
    lines.clear();
    lines.putAll(current);
    return changes;
  }
}
