package io.fleet.worker;

import java.time.Duration;

/**
 * How code that is asked to end is made to: an interrupt; a second one, with an end to its
 * processes; then it is STUCK. Counted from the first interrupt.
 */
final class Ladder {
  /** Below the 0.8 K after which a fenced worker halts, in every profile. */
  static final Duration SECOND_INTERRUPT = Duration.ofSeconds(1);

  /** Code in a process of its own never comes so far. */
  static final Duration STUCK_AFTER = Duration.ofSeconds(3);

  private Ladder() {}
}
