package io.fleet.worker;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What an answered heartbeat asks of this worker. */
sealed interface Order {
  /**
   * Run this generation.
   *
   * @param slot which
   * @param gen the generation
   * @param cfg the hash of its config
   */
  record Start(String slot, long gen, String cfg) implements Order {}

  /**
   * End this generation.
   *
   * @param slot which
   * @param gen the generation
   * @param replaced whether it is somebody else's by now, so that nothing is worth waiting for
   * @param graceMillis how long it has to end; negative for its own drain deadline
   */
  record Stop(String slot, long gen, boolean replaced, long graceMillis) implements Order {
    /** With its own deadline. */
    Stop(String slot, long gen, boolean replaced) {
      this(slot, gen, replaced, -1);
    }

    /** The longest it may take. */
    Duration atMost() {
      return replaced
          ? Duration.ZERO
          : graceMillis < 0 ? ChronoUnit.FOREVER.getDuration() : Duration.ofMillis(graceMillis);
    }
  }
}
