package io.fleet.protocol;

/**
 * What the slots of one automation did on one worker since its boot.
 *
 * @param ok executions that ended well
 * @param rejected by {@code Reject}
 * @param retried by {@code Retry}
 * @param failed by any other throw
 * @param timeout interrupted by the execute time-out
 * @param busyMillis time inside execute, over all slots, waiting in take not counted
 * @param p95Millis of the last few hundred executions; -1 when there were none
 */
public record AutomationStats(
    long ok,
    long rejected,
    long retried,
    long failed,
    long timeout,
    long busyMillis,
    long p95Millis) {}
