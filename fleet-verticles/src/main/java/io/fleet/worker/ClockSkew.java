package io.fleet.worker;

/**
 * How far this host's wall clock is from that of Redis. What the way there and back took is not
 * known to have been the same, so half of it is the error. Immutable.
 *
 * @param millis ours minus that of Redis
 * @param errorMillis how wrong that may be
 */
record ClockSkew(long millis, long errorMillis) {
  /** From the wall clock when the question was sent, how long it took, and the answer. */
  static ClockSkew of(long sentMillis, long tookNanos, long answeredMillis) {
    var half = tookNanos / 2_000_000;
    return new ClockSkew(sentMillis + half - answeredMillis, half);
  }

  /** Whether it is wrong by more than that for certain. */
  boolean beyond(long limitMillis) {
    return Math.abs(millis) - errorMillis > limitMillis;
  }

  /** {@code 61.2 s ahead of Redis}. */
  String text() {
    return "%.1f s %s Redis"
        .formatted(Math.abs(millis) / 1_000.0, millis < 0 ? "behind" : "ahead of");
  }
}
