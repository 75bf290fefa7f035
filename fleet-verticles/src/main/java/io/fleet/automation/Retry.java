package io.fleet.automation;

import java.time.Duration;

/**
 * Not now: the item comes again after a while and no attempt is counted; the slot goes on.
 *
 * @since 0.1
 */
public final class Retry extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration delay;

  private Retry(Duration delay, String why) {
    super(why, null, false, false);
    this.delay = delay;
  }

  /** To be thrown from execute. */
  public static Retry after(Duration delay, String why) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("Retry.after needs zero or more, not " + delay);
    }
    return new Retry(delay, why);
  }

  /** How long the item should wait. */
  public Duration delay() {
    return delay;
  }
}
