package io.fleet.config;

/**
 * How a new version of an automation reaches its slots.
 *
 * @since 0.1
 */
public enum RolloutStrategy {
  /** A few slots first, then as {@link #ROLLING}. */
  CANARY,
  /** As many at a time as may be unavailable; the next when these are healthy. */
  ROLLING,
  /** As fast as the budget of unavailable slots allows, whether they become healthy or not. */
  ALL_AT_ONCE
}
