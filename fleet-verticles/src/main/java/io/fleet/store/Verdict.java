package io.fleet.store;

/**
 * What the guard said of a leader's write.
 *
 * @since 0.1
 */
public enum Verdict {
  /** Written. */
  OK,
  /** Another leads, or Redis is another one: step down. */
  FENCED,
  /** The slot is not as it was: read again. */
  STALE,
  /** The worker that was judged has beaten meanwhile. */
  ALIVE,
  /** Too many slots are down already. */
  BUDGET
}
