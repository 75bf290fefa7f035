package io.fleet.api;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean": the known name that is closest to an unknown one. Pure. */
final class Nearest {
  private Nearest() {}

  /** A sentence with a leading blank, or nothing when no name is close. */
  static String hint(String unknown, Collection<String> known) {
    var limit = Math.max(1, unknown.length() / 3);
    return known.stream()
        .filter(name -> distance(unknown, name) <= limit)
        .min(Comparator.<String>comparingInt(name -> distance(unknown, name)).thenComparing(n -> n))
        .map(name -> " Did you mean \"" + name + "\"?")
        .orElse("");
  }

  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
