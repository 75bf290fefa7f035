package io.fleet.protocol;

import java.util.Locale;
import java.util.Optional;

/**
 * How much a line of a log matters, least first.
 *
 * @since 0.1
 */
public enum LogLevel {
  /** Every step. */
  TRACE,
  /** For whoever looks for a fault. */
  DEBUG,
  /** What happens. */
  INFO,
  /** What should not happen, and was dealt with. */
  WARN,
  /** What needs somebody. */
  ERROR;

  /** By its name in any case. */
  public static Optional<LogLevel> parse(String name) {
    try {
      return Optional.of(valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a line of this level is shown to one who asks for {@code least} and above. */
  public boolean atLeast(LogLevel least) {
    return compareTo(least) >= 0;
  }
}
