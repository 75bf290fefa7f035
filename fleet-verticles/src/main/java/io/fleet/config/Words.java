package io.fleet.config;

import java.util.Locale;

/** How messages quote what a user wrote, and what they think he meant. */
final class Words {
  private static final int LONGEST = 60;

  private Words() {}

  /** In double quotes, at most 60 code points, control characters escaped. */
  static String quote(String text) {
    return '"' + clip(text) + '"';
  }

  /** At most 60 code points, and safe for a terminal. */
  static String clip(String text) {
    return clip(text, LONGEST);
  }

  /** At most so many code points, and safe for a terminal. */
  static String clip(String text, int longest) {
    var out = new StringBuilder();
    var at = 0;
    for (var taken = 0; at < text.length() && taken < longest; taken++) {
      var point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point == '\n') {
        out.append("\\n");
      } else if (isSafe(point)) {
        out.appendCodePoint(point);
      } else {
        out.append("\\u").append(String.format(Locale.ROOT, "%04x", point));
      }
    }
    return at < text.length() ? out.append('…').toString() : out.toString();
  }

  /** Neither a control nor something that turns or hides text. */
  static boolean isSafe(int point) {
    var type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
