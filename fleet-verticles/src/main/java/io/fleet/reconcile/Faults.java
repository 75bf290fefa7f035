package io.fleet.reconcile;

import io.fleet.slot.SlotId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The faults of the last minutes, as far as policies ask for them. Time comes in with each call and
 * only rises. Not thread-safe.
 */
final class Faults {
  /** How long a failure counts against its worker. */
  static final long FAILURES_MILLIS = 10 * 60_000;

  /** How long a slot counts as failing or lost. */
  static final long TROUBLE_MILLIS = 2 * 60_000;

  private record Failure(long atMillis, String worker) {}

  private final ArrayDeque<Failure> failures = new ArrayDeque<>();
  private final Map<String, Integer> byWorker = new HashMap<>();

  /** By slot the last trouble; the oldest first. */
  private final Map<SlotId, Failure> troubled = new LinkedHashMap<>();

  /** A slot failed on a worker. */
  void failed(SlotId slot, String worker, long nowMillis) {
    failures.add(new Failure(nowMillis, worker));
    byWorker.merge(worker, 1, Integer::sum);
    lost(slot, worker, nowMillis);
  }

  /** A slot was lost with its worker, or will not stop there. */
  void lost(SlotId slot, String worker, long nowMillis) {
    troubled.remove(slot);
    troubled.put(slot, new Failure(nowMillis, worker));
  }

  /** Forgets what is too old. */
  void expire(long nowMillis) {
    while (!failures.isEmpty() && failures.peek().atMillis() <= nowMillis - FAILURES_MILLIS) {
      less(failures.remove().worker());
    }
    var oldest = troubled.values().iterator();
    while (oldest.hasNext() && oldest.next().atMillis() <= nowMillis - TROUBLE_MILLIS) {
      oldest.remove();
    }
  }

  /** Forgives a worker its failures. */
  void forgive(String worker) {
    failures.removeIf(failure -> failure.worker().equals(worker));
    byWorker.remove(worker);
  }

  private void less(String worker) {
    byWorker.computeIfPresent(worker, (name, count) -> count > 1 ? count - 1 : null);
  }

  /** How often slots failed on a worker. */
  int failures(String worker) {
    return byWorker.getOrDefault(worker, 0);
  }

  /** Who had failures. */
  Set<String> failing() {
    return new TreeSet<>(byWorker.keySet());
  }

  /** How many slots are in trouble. */
  int troubled() {
    return troubled.size();
  }

  /** On how many workers. */
  long troubledWorkers() {
    return troubled.values().stream().map(Failure::worker).distinct().count();
  }
}
