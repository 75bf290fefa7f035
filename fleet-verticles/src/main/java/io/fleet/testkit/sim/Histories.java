package io.fleet.testkit.sim;

import io.fleet.config.Failover;

/**
 * Which history a seed stands for: every eighth lets only the server suffer.
 *
 * @since 0.1
 */
public final class Histories {
  private Histories() {}

  /** Runs one. */
  public static Outcome run(long seed, Failover failover) {
    return new Simulation(seed, failover, seed % 8 == 0 ? Mix.server() : Mix.all(), Tweaks.none())
        .run();
  }
}
