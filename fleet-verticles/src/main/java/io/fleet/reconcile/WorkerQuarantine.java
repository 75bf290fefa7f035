package io.fleet.reconcile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Workers on which slots fail far more often than on their peers get no new slots for a while.
 * Never more than a fifth of the workers at once, so that a fault that is everywhere cannot close
 * the fleet. Time comes in as values. Not thread-safe.
 */
final class WorkerQuarantine {
  static final int LEAST_FAILURES = 5;
  static final int TIMES_PEERS = 3;
  static final int LEAST_WORKERS = 5;
  static final long FIRST_MILLIS = 5 * 60_000;
  static final long LONGEST_MILLIS = 60 * 60_000;

  private record Term(long endMillis, long lengthMillis, String word) {}

  private final Map<String, Term> terms = new HashMap<>();

  /** How many of so many workers may be held at once. */
  static int most(int workers) {
    return workers < LEAST_WORKERS ? 0 : workers / 5;
  }

  /** Who is held now, and why. {@code workers} are all that are up. */
  Map<String, String> judge(Faults faults, SortedSet<String> workers, long nowMillis) {
    forget(nowMillis);
    var held = held(workers, nowMillis);
    while (held.size() > most(workers.size())) {
      // Workers have gone: whoever would be free first is free now.
      var first = held.entrySet().stream().min(Comparator.comparing(e -> e.getValue().endMillis()));
      first.ifPresent(
          e -> {
            terms.put(e.getKey(), new Term(nowMillis, e.getValue().lengthMillis(), ""));
            held.remove(e.getKey());
          });
    }
    for (var worker : faults.failing()) {
      if (held.size() < most(workers.size())
          && workers.contains(worker)
          && !held.containsKey(worker)
          && stands(faults, worker, workers)) {
        held.put(worker, hold(faults, worker, nowMillis));
      }
    }
    var words = new TreeMap<String, String>();
    held.forEach((worker, term) -> words.put(worker, term.word()));
    return words;
  }

  private Map<String, Term> held(SortedSet<String> workers, long nowMillis) {
    var held = new HashMap<String, Term>();
    terms.forEach(
        (worker, term) -> {
          if (workers.contains(worker) && nowMillis < term.endMillis()) {
            held.put(worker, term);
          }
        });
    return held;
  }

  private static boolean stands(Faults faults, String worker, SortedSet<String> workers) {
    var own = faults.failures(worker);
    var others = workers.stream().mapToInt(faults::failures).sum() - own;
    // own >= 3 x (others / peers), without the division.
    return own >= LEAST_FAILURES
        && (long) own * (workers.size() - 1) >= (long) TIMES_PEERS * others;
  }

  private Term hold(Faults faults, String worker, long nowMillis) {
    var before = terms.get(worker);
    var length =
        before == null ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * before.lengthMillis());
    var word =
        "quarantined for %d min after %d failures in 10 min"
            .formatted(length / 60_000, faults.failures(worker));
    var term = new Term(nowMillis + length, length, word);
    terms.put(worker, term);
    // What led here must not hold it again at the end of the term.
    faults.forgive(worker);
    return term;
  }

  /** A worker that was good for as long as the longest term begins anew. */
  private void forget(long nowMillis) {
    terms.values().removeIf(term -> nowMillis >= term.endMillis() + LONGEST_MILLIS);
  }
}
