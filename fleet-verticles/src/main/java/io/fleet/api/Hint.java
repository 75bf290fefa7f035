package io.fleet.api;

import io.fleet.config.Nearest;
import java.util.Collection;

/** How the API asks "did you mean". Pure. */
final class Hint {
  private Hint() {}

  /** A sentence with a leading blank, or nothing when no name is close. */
  static String hint(String unknown, Collection<String> known) {
    return Nearest.to(unknown, known).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }
}
