package io.fleet.automation;

import java.time.Duration;
import java.time.Instant;

/**
 * When execute should be called again. A drain cuts the rest short.
 *
 * @since 0.1
 */
public sealed interface Next {
  /** At once. */
  static Next now() {
    return new In(Duration.ZERO);
  }

  /** After a rest, counted from the end of execute. */
  static Next in(Duration rest) {
    if (rest.isNegative()) {
      throw new IllegalArgumentException("Next.in needs a rest of zero or more, not " + rest);
    }
    return new In(rest);
  }

  /** At a time of {@link Run#clock}; at once if it has passed. */
  static Next at(Instant time) {
    return new At(time);
  }

  /**
   * After a rest.
   *
   * @param rest zero or more
   */
  record In(Duration rest) implements Next {}

  /**
   * At a time.
   *
   * @param time by {@link Run#clock}
   */
  record At(Instant time) implements Next {}
}
