package io.fleet.testkit.sim;

import java.time.Duration;
import java.util.List;

/**
 * How a history ended.
 *
 * @param seed that made it
 * @param violations of the invariants; empty when all held
 * @param faults that happened, in order
 * @param starts of generations
 * @param accepted records
 * @param events of the simulation
 * @param healed how long after the last fault all was as desired
 * @since 0.1
 */
public record Outcome(
    long seed,
    List<String> violations,
    List<String> faults,
    long starts,
    long accepted,
    long events,
    Duration healed) {
  public Outcome {
    violations = List.copyOf(violations);
    faults = List.copyOf(faults);
  }

  /** Whether every invariant held. */
  public boolean held() {
    return violations.isEmpty();
  }
}
