package io.fleet.resource;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends children in time. One daemon thread of this JVM keeps the times; each end has a thread of
 * its own, so that a tree which is slow to end delays no other.
 */
final class Timeouts {
  private static final ScheduledThreadPoolExecutor TIMES = times();

  private Timeouts() {}

  static Future<?> after(Duration time, Runnable end) {
    return TIMES.schedule(
        () -> Thread.ofPlatform().daemon().name("fleet-child-timeout").start(end),
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor times() {
    var times =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("fleet-child-times").factory());
    times.setRemoveOnCancelPolicy(true);
    return times;
  }
}
