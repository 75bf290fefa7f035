package io.fleet.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Durations and numbers as people write them. */
final class Amount {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Amount() {}

  /** Reads {@code 500ms 30s 5m 2h 30d}; throws {@link IllegalArgumentException} with the cure. */
  static Duration duration(String text) {
    var match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          text.matches("\\d+")
              ? text + " has no unit. Did you mean " + text + "s?"
              : "\"" + text + "\" is no duration. Write 500ms, 30s, 5m, 2h or 30d.");
    }
    var number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** {@code 0:09}, and {@code 1:02:03} after an hour. */
  static String clock(Duration passed) {
    return passed.toHours() > 0
        ? "%d:%02d:%02d".formatted(passed.toHours(), passed.toMinutesPart(), passed.toSecondsPart())
        : "%d:%02d".formatted(passed.toMinutes(), passed.toSecondsPart());
  }

  /** {@code 0.8 s}. */
  static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }

  /** {@code 1,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 slot}, {@code 2 slots}. */
  static String of(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
