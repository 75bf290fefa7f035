package io.fleet.reconcile;

import io.fleet.slot.Generation;

/**
 * The circumstances of one pass, all as values.
 *
 * @param epoch of this leadership
 * @param nextN the next unused number of a generation in this epoch
 * @param recovering whether the barrier after a loss of the store stands: nothing is assigned or
 *     drained
 * @param judging whether silence may be judged in this pass; not when the leader's own tick was
 *     late
 * @param braked whether so much failed at once that nothing is taken down by our own will
 * @param nowMillis wall clock, for people and back-off only; no safety rests on it
 * @since 0.1
 */
public record Conditions(
    long epoch, long nextN, boolean recovering, boolean judging, boolean braked, long nowMillis) {
  /** With the brake off. */
  public Conditions(long epoch, long nextN, boolean recovering, boolean judging, long nowMillis) {
    this(epoch, nextN, recovering, judging, false, nowMillis);
  }

  /** Whether the epoch's numbers are used up, so that the leader must take a new one. */
  public boolean exhausted() {
    return nextN > Generation.MAX_N;
  }
}
