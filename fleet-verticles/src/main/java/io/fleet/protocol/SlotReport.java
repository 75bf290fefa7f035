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
 */
public record SlotReport(
    String slot,
    long gen,
    Phase phase,
    String cfg,
    String detail,
    boolean permanent,
    long sinceMillis) {}
