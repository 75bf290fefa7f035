package io.fleet.testkit.sim;

import io.fleet.testkit.sim.Faults.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * Which faults a history is made of.
 *
 * @param kinds drawn from, evenly; a kind named twice comes twice as often
 * @param fewest faults
 * @param most faults
 * @param serverOnly whether only the server suffers, so briefly that nothing may be stopped
 */
record Mix(List<Kind> kinds, int fewest, int most, boolean serverOnly) {
  /** Everything. */
  static Mix all() {
    return new Mix(List.of(Kind.values()), 2, 12, false);
  }

  /** The server alone. */
  static Mix server() {
    return new Mix(List.of(Kind.values()), 1, 4, true);
  }

  /** A few kinds, many of them. */
  static Mix of(Kind... kinds) {
    return new Mix(Arrays.asList(kinds), 3, 14, false);
  }

  /** A few kinds, so many of them that they meet. */
  static Mix dense(Kind... kinds) {
    return new Mix(Arrays.asList(kinds), 12, 40, false);
  }
}
