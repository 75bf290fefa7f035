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

  private static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var swap = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[b.length()];
  }
}
