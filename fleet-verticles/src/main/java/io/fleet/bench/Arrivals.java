package io.fleet.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** What reached a consumer of the streams bench, and how long each was on its way. */
final class Arrivals {
  private static final int MOST = 4_000_000;

  private final long[] tookNanos = new long[MOST];
  private final AtomicInteger count = new AtomicInteger();
  private volatile int wanted = Integer.MAX_VALUE;
  private volatile long reachedNanos;

  void add(long now, StreamItem item) {
    var at = count.getAndIncrement();
    if (at < MOST) {
      tookNanos[at] = now - item.nanos();
    }
    if (at + 1 == wanted) {
      reachedNanos = now;
    }
  }

  /**
   * {@code reset N}: counts anew, up to N; {@code reached}: when that was, and p50 and p99 in µs.
   */
  String answer(String line) {
    var words = line.split(" ");
    if (words[0].equals("reset")) {
      count.set(0);
      reachedNanos = 0;
      wanted = Integer.parseInt(words[1]);
      return "ok";
    }
    while (reachedNanos == 0) {
      Wait.pause(java.time.Duration.ofMillis(2));
    }
    var sorted = Arrays.copyOf(tookNanos, Math.min(MOST, wanted));
    Arrays.sort(sorted);
    return reachedNanos
        + " "
        + sorted[sorted.length / 2] / 1_000
        + " "
        + sorted[(int) (sorted.length * 0.99)] / 1_000;
  }
}
