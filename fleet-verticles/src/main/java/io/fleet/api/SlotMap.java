package io.fleet.api;

import io.fleet.config.FleetSpec;
import io.fleet.slot.SlotId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Numbers every slot, so that a feed can name it by one small number: automations by name, each
 * with a closed range from index 0 to the highest that is wanted or still has a record. Immutable.
 *
 * @param ranges in order, without gaps
 */
record SlotMap(List<Range> ranges) {
  /** The slots {@code from} to {@code from + count - 1} are {@code automation/0} and onward. */
  record Range(String automation, int from, int count) {}

  SlotMap {
    ranges = List.copyOf(ranges);
  }

  static SlotMap of(FleetSpec spec, Collection<SlotId> recorded) {
    var counts = new TreeMap<String, Integer>();
    spec.automations().values().forEach(a -> counts.put(a.name(), a.slots()));
    recorded.forEach(slot -> counts.merge(slot.automation(), slot.index() + 1, Math::max));
    var ranges = new ArrayList<Range>();
    var next = 0;
    for (var entry : counts.entrySet()) {
      ranges.add(new Range(entry.getKey(), next, entry.getValue()));
      next += entry.getValue();
    }
    return new SlotMap(ranges);
  }

  int size() {
    return ranges.isEmpty() ? 0 : ranges.getLast().from() + ranges.getLast().count();
  }

  OptionalInt number(SlotId slot) {
    for (var range : ranges) {
      if (range.automation().equals(slot.automation())) {
        return slot.index() < range.count()
            ? OptionalInt.of(range.from() + slot.index())
            : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  JsonArray json() {
    var array = new JsonArray();
    ranges.forEach(
        range ->
            array.add(
                new JsonObject()
                    .put("automation", range.automation())
                    .put("from", range.from())
                    .put("count", range.count())));
    return array;
  }
}
