package io.fleet.testkit;

import io.fleet.config.Failover;
import io.fleet.testkit.sim.Histories;
import io.fleet.testkit.sim.Outcome;

/**
 * A deterministic simulator of a whole fleet: two masters, three workers with their shells, and a
 * store, in one thread and in virtual time, on the code that runs in production. The same seed is
 * the same history, so a failure is replayed from one number. Safe for any thread; each call is a
 * world of its own.
 *
 * @since 0.1
 */
public final class FleetSim {
  private FleetSim() {}

  /** Runs the history of this seed in profile {@code fast}. */
  public static Outcome run(long seed) {
    return run(seed, Failover.FAST);
  }

  /** Runs the history of this seed. */
  public static Outcome run(long seed, Failover failover) {
    return Histories.run(seed, failover);
  }
}
