package io.fleet.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that a mistyped one most likely meant. */
final class Nearest {
  private Nearest() {}

  /** The nearest, when it is near enough to be worth a question. */
  static Optional<String> to(String word, Collection<String> known) {
    var limit = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@code Did you mean prober?} with its leading space, or nothing. */
  static String question(String word, Collection<String> known) {
    return to(word, known).map(nearest -> " Did you mean " + nearest + "?").orElse("");
  }

  /** Edits from one to the other: insert, delete, replace, or swap two neighbours. */
  private static int distance(String a, String b) {
    var cells = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        cells[i][j] = i == 0 || j == 0 ? i + j : cheapest(cells, a, b, i, j);
      }
    }
    return cells[a.length()][b.length()];
  }

  private static int cheapest(int[][] cells, String a, String b, int i, int j) {
    var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    var best = Math.min(cells[i - 1][j - 1] + same, 1 + Math.min(cells[i - 1][j], cells[i][j - 1]));
    var swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cells[i - 2][j - 2] + 1) : best;
  }
}
