package io.fleet.bench;

import io.fleet.stream.Topic;

/**
 * What the streams bench sends: some 200 bytes of JSON.
 *
 * @param n its number
 * @param nanos when it was emitted, by the monotonic clock that all JVMs of a host share
 * @param text the rest
 */
record StreamItem(long n, long nanos, String text) {
  static final Topic<StreamItem> TOPIC = Topic.of("bench", StreamItem.class);
  private static final String TEXT = "x".repeat(150);

  static StreamItem of(long n) {
    return new StreamItem(n, System.nanoTime(), TEXT);
  }
}
