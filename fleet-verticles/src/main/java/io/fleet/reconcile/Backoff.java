package io.fleet.reconcile;

import io.fleet.config.Restart;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;

/**
 * How long a failed slot waits: exponential with full jitter; the jitter is drawn from the slot and
 * its generation.
 */
final class Backoff {
  private Backoff() {}

  /** The wait after the n-th failure in a row, in milliseconds: from nothing to the whole delay. */
  static long millis(Restart restart, int failures, SlotId slot, Generation gen) {
    var ceiling =
        Math.min(
            (double) restart.maxDelay().toMillis(),
            restart.delay().toMillis() * Math.pow(restart.backoff(), Math.max(0, failures - 1)));
    return Math.round(ceiling * unit(slot, gen));
  }

  /**
   * A number in [0, 1) that is the same for the same generation (the finaliser of SplitMix64,
   * Steele et al. 2014).
   */
  private static double unit(SlotId slot, Generation gen) {
    var z = (31L * slot.automation().hashCode() + slot.index()) * 0x9E3779B97F4A7C15L + gen.value();
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }
}
