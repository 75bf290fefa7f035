package io.fleet.testkit.sim;

import io.fleet.config.Failover;
import java.util.List;

/** Runs in the mutant's own class loader; only strings and numbers pass out of it. */
final class MutantRun {
  private MutantRun() {}

  /** The violations of one seed. */
  static List<String> violations(String mutant, long seed) {
    var which = Mutant.valueOf(mutant);
    return new Simulation(seed, Failover.FAST, which.mix(), which.tweaks()).run().violations();
  }
}
