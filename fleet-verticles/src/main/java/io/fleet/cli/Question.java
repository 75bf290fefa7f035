package io.fleet.cli;

import io.fleet.config.Nearest;
import java.util.Collection;

/** How the command line asks "did you mean". */
final class Question {
  private Question() {}

  /** {@code Did you mean prober?} with its leading space, or nothing. */
  static String question(String word, Collection<String> known) {
    return Nearest.to(word, known).map(nearest -> " Did you mean " + nearest + "?").orElse("");
  }
}
