package io.fleet.protocol;

import io.fleet.slot.Phase;

/**
 * What a worker says of one generation of a slot.
 *
 * @param slot {@code prober/17}
 * @param gen the generation's number
 * @param phase where it is
 * @param cfg the hash of the config that it runs
 * @param detail for DONE: {@code stopped} or {@code finished}; for FAILED: the cause, one line
 * @param permanent for FAILED: whether a retry cannot help
 * @param sinceMillis wall clock of the phase's begin, for people
 * @param stalled for RUNNING: whether nothing ended in it for longer than {@code limits.progress}
 */
public record SlotReport(
    String slot,
    long gen,
    Phase phase,
    String cfg,
    String detail,
    boolean permanent,
    long sinceMillis,
    boolean stalled) {
  /** One that moves, or need not. */
  public SlotReport(
      String slot,
      long gen,
      Phase phase,
      String cfg,
      String detail,
      boolean permanent,
      long sinceMillis) {
    this(slot, gen, phase, cfg, detail, permanent, sinceMillis, false);
  }
}
