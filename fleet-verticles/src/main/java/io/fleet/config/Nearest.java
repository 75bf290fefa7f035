package io.fleet.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * "Did you mean": the known word that a mistyped one most likely meant. Pure; cheap enough for an
 * event loop.
 *
 * @since 0.1
 */
public final class Nearest {
  private static final int LONGEST = 60;

  private Nearest() {}

  /**
   * The nearest by edit distance, if one is near enough to be meant. A swap of neighbours is one
   * edit, upper case is none. Words longer than 60 characters are nobody's typing error and cost
   * nothing.
   */
  public static Optional<String> to(String word, Collection<String> known) {
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
