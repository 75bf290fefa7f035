package io.fleet.logs;

/** Bounds a text, and says so where it did. Pure. */
final class Cut {
  private Cut() {}

  /** At most so many characters, and a mark when some are missing. */
  static String to(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    // Half a character is none.
    var end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "… (cut, %,d more characters)".formatted(text.length() - end);
  }
}
