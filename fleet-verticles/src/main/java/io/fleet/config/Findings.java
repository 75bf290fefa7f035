package io.fleet.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers problems: each once, in the order of the file, and not without end. */
final class Findings {
  private static final int MOST = 100;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private boolean more;

  void add(Place at, String path, String what, String hint) {
    add(new Problem(at.line(), at.column(), path, what, hint));
  }

  void add(Problem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else if (!problems.contains(problem)) {
      more = true;
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> list() {
    var sorted =
        problems.stream()
            .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    var rest =
        more
            ? Stream.of(
                new Problem(0, 0, "", "more than " + MOST + " problems", "The rest is not shown"))
            : Stream.<Problem>empty();
    return Stream.concat(sorted, rest).toList();
  }
}
