package io.fleet.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as fleet.yaml writes them: a whole number with one unit, {@code 500ms 30s 5m 2h 30d}.
 * Pure and safe for any thread.
 *
 * @since 0.1
 */
public final class Durations {
  /** What a duration looks like; anchored, so that it may stand in a JSON schema. */
  public static final String PATTERN = "^(?:[0-9]{1,12}(?:ms|s|m|h|d))$";

  /** The longest duration that is accepted. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  private Durations() {}

  /** The duration, or empty when the text is none or is longer than {@link #LONGEST}. */
  public static Optional<Duration> parse(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var count = Long.parseLong(parts.group(1));
    var duration =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    return duration.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(duration);
  }

  /**
   * The shortest exact text: {@code 90s} stays {@code 90s}, 120 s become {@code 2m}. Finer than a
   * millisecond is cut off. Throws {@link IllegalArgumentException} for a negative duration, which
   * fleet.yaml cannot say.
   */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative: " + duration);
    }
    var millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    var seconds = millis / 1_000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
  }
}
