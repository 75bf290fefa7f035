package io.fleet.store;

/**
 * One move of a slot, as the event log has it.
 *
 * @param id of the log entry; rises
 * @param atMillis wall clock
 * @param slot which
 * @param from state before; {@code NONE} without a record
 * @param to state after; {@code NONE} when the record was removed
 * @param gen after the move
 * @param epoch whose leader moved it
 * @param worker who has it now, or empty
 * @param boot of that worker
 * @param cfg the config it should run
 * @param cause the reason code
 * @param untilMillis end of a back-off, deadline of a drain, or 0
 * @param failures in a row
 * @param detail one line of evidence, or empty
 * @since 0.1
 */
public record SlotEvent(
    String id,
    long atMillis,
    String slot,
    String from,
    String to,
    long gen,
    long epoch,
    String worker,
    long boot,
    String cfg,
    String cause,
    long untilMillis,
    int failures,
    String detail) {}
