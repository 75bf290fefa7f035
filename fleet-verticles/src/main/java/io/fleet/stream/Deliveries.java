package io.fleet.stream;

import java.time.Duration;

/**
 * When a delivery that did not succeed comes again. Pure.
 *
 * @since 0.1
 */
public final class Deliveries {
  /** Nothing waits longer than this for its next try. */
  public static final Duration LONGEST_DELAY = Duration.ofHours(1);

  private Deliveries() {}

  /**
   * How long a retry really waits: at least what was asked for, spread by up to a fifth so that a
   * crowd does not come back at once, at most an hour.
   *
   * @param random in [0, 1)
   */
  public static Duration delay(Duration asked, double random) {
    var cut = asked.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : asked;
    var spread = cut.plusMillis((long) (cut.toMillis() * 0.2 * random));
    return spread.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : spread;
  }
}
