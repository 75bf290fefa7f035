package io.fleet.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

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

  /** The known word that is nearest by edit distance, if one is near enough to be meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    var limit = Math.max(1, Math.min(3, word.length() / 3));
    return known.stream()
        .filter(each -> distance(word, each) <= limit)
        .min(
            (left, right) -> {
              var byDistance = Integer.compare(distance(word, left), distance(word, right));
              return byDistance != 0 ? byDistance : left.compareTo(right);
            });
  }

  /** Edits from one word to the other; a swap of neighbours is one, upper case is none. */
  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var cost = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
