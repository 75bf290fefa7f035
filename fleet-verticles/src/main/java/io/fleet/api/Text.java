package io.fleet.api;

import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people and JSON read them. Pure. */
final class Text {
  private Text() {}

  /** {@code 1,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 slot}, {@code 2 slots}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 12 s}, {@code 4 min}, {@code 3 h}, {@code 6 d}. */
  static String span(long millis) {
    var seconds = Math.max(0, millis) / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /** ISO 8601 in UTC; empty for 0. */
  static String iso(long millis) {
    return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
  }
}
