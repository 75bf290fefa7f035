package io.fleet.config;

import java.time.Duration;

/**
 * What happens after a slot failed: exponential back-off with full jitter, and quarantine when it
 * fails too often.
 *
 * @param attempts so many failures in a row end in quarantine; at least 1
 * @param within a slot that ran for so long begins to count anew
 * @param delay the first wait
 * @param backoff the factor from wait to wait; at least 1
 * @param maxDelay the longest wait
 * @param keepTrying whether a slot that failed too often tries again each {@code maxDelay} instead
 *     of being quarantined
 * @since 0.1
 */
public record Restart(
    int attempts,
    Duration within,
    Duration delay,
    double backoff,
    Duration maxDelay,
    boolean keepTrying) {
  /** 5 within 10 minutes, 1 s doubling to 5 minutes. */
  public static final Restart DEFAULT =
      new Restart(5, Duration.ofMinutes(10), Duration.ofSeconds(1), 2, Duration.ofMinutes(5));

  /** Ends in quarantine. */
  public Restart(int attempts, Duration within, Duration delay, double backoff, Duration maxDelay) {
    this(attempts, within, delay, backoff, maxDelay, false);
  }

  public Restart {
    if (attempts < 1 || backoff < 1) {
      throw new IllegalArgumentException("restart: attempts " + attempts + ", backoff " + backoff);
    }
  }
}
