package io.fleet.reconcile;

import io.fleet.protocol.Rollout;

/**
 * What becomes of a rollout.
 *
 * @param rollout as it should be from now on; the very same when nothing changes. To be made
 *     durable before slots are decided by it
 * @param why it is where it is, and what it waits for
 * @since 0.1
 */
public record RolloutDecision(Rollout rollout, Explanation why) {}
