package io.fleet.bench;

import io.fleet.redis.RedisSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How the thread of a bench waits. */
final class Wait {
  private Wait() {}

  static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the bench waited in vain: " + e, e);
    }
  }

  /** For the looks of the bench itself: a host that is busy must not end it. */
  static RedisSettings patient(String url) {
    return new RedisSettings(url, 8, Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  /** Looks each few milliseconds; fails when it takes too long. */
  static void until(String what, Duration limit, BooleanSupplier holds) {
    var end = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(what + " did not come within " + limit.toSeconds() + " s");
      }
      pause(Duration.ofMillis(5));
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bench was interrupted", e);
    }
  }

  /** What is in use after a collection. */
  static String heapMiB() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return "" + (runtime.totalMemory() - runtime.freeMemory()) / (1024.0 * 1024.0);
  }
}
