package io.fleet.process;

/**
 * One process and never a later one of the same pid.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the host came up
 * @since 0.1
 */
public record ProcessId(long pid, long startTicks) {}
