package io.fleet.worker;

import java.time.Duration;

/**
 * How long a worker that leaves lets the leader take its slots over. The leader asks for them in
 * the steps that their budgets allow, and each is down for a moment only; but a leader that asks
 * for nothing is no reason to stay. Ended by the clock alone, whatever the leader does. One thread.
 */
final class HandOver {
  private final long beganNanos;
  private final long longestNanos;
  private final long patienceNanos;
  private int staying;
  private long progressNanos;

  /**
   * Begins.
   *
   * @param within how long the worker may take to leave; the leader has half of it
   * @param patience how long the leader may ask for nothing
   */
  HandOver(int staying, Duration within, Duration patience, long now) {
    this.staying = staying;
    beganNanos = now;
    longestNanos = within.toNanos() / 2;
    patienceNanos = patience.toNanos();
    progressNanos = now;
  }

  /** Whether to wait on, when so many slots have not been asked for. */
  boolean goesOn(int left, long now) {
    if (left < staying) {
      progressNanos = now;
    }
    staying = left;
    return left > 0 && now - progressNanos < patienceNanos && now - beganNanos < longestNanos;
  }
}
