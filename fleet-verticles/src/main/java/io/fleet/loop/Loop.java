package io.fleet.loop;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/**
 * One event loop with its clocks: all that runs on it runs in turn, never two at once. Whoever
 * holds one takes time and randomness from nowhere else.
 *
 * @since 0.1
 */
public interface Loop {
  /** The monotonic clock, in nanoseconds; safety rests on this one alone. */
  long nanos();

  /** The wall clock, in milliseconds; for people and for back-off. */
  long millis();

  /** The wall clock as an object. */
  default InstantSource wall() {
    return () -> Instant.ofEpochMilli(millis());
  }

  /** A number in [0, 1). */
  double random();

  /** Runs it once, not before {@code delay} has passed; the answer is for {@link #cancel}. */
  long after(Duration delay, Runnable task);

  /** Forgets a task that has not run yet; harmless otherwise. */
  void cancel(long task);

  /** Runs it in a later turn. May be called from any thread. */
  void run(Runnable task);

  /** Runs what blocks elsewhere; the answer arrives on this loop. */
  <T> Future<T> blocking(Callable<T> work);
}
