package io.fleet.api;

import java.util.HashMap;
import java.util.Map;

/**
 * How long each worker has been silent, by a monotonic clock of the reader's own: a worker is heard
 * when its line differs from the last one seen. Time in which nobody looked does not count, since
 * after an outage of the store every line is old. Not thread-safe.
 */
final class Silence {
  private static final long BLIND_NANOS = 2_500_000_000L;

  private record Heard(String beat, long nanos) {}

  private final Map<String, Heard> heard = new HashMap<>();
  private long lastLook = Long.MAX_VALUE;

  /** Takes the present lines; workers that have none any more are forgotten. */
  void observe(Map<String, String> beats, long nanos) {
    var blind = lastLook == Long.MAX_VALUE ? 0 : nanos - lastLook;
    lastLook = nanos;
    if (blind > BLIND_NANOS) {
      heard.replaceAll((worker, last) -> new Heard(last.beat(), last.nanos() + blind));
    }
    heard.keySet().retainAll(beats.keySet());
    beats.forEach(
        (worker, beat) ->
            heard.merge(
                worker,
                new Heard(beat, nanos),
                (before, now) -> before.beat().equals(beat) ? before : now));
  }

  /** Since when nothing new came, in milliseconds; 0 for a worker that was never seen. */
  long millis(String worker, long nanos) {
    var last = heard.get(worker);
    return last == null ? 0 : Math.max(0, nanos - last.nanos()) / 1_000_000;
  }
}
