package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is: the records of all slots and what is known of all workers.
 *
 * @param slots by id
 * @param workers by name
 * @param leadingMillis how long this leader has been watching; the silence of a worker that never
 *     beat
 * @since 0.1
 */
public record Observed(
    SortedMap<SlotId, SlotSpec> slots, SortedMap<String, WorkerView> workers, long leadingMillis) {
  public Observed {
    slots = java.util.Collections.unmodifiableSortedMap(slots);
    workers = java.util.Collections.unmodifiableSortedMap(workers);
  }

  /** From plain maps. */
  public static Observed of(
      Map<SlotId, SlotSpec> slots, Map<String, WorkerView> workers, long leadingMillis) {
    return new Observed(new TreeMap<>(slots), new TreeMap<>(workers), leadingMillis);
  }

  WorkerView worker(String name) {
    var known = workers.get(name);
    return known == null ? WorkerView.unknown(name, leadingMillis) : known;
  }
}
