package io.fleet.worker;

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
   */
  record Stop(String slot, long gen, boolean replaced) implements Order {}
}
