package io.fleet.protocol;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a rollout is. Only the leader moves it, and only along {@link #moves()}.
 *
 * @since 0.1
 */
public enum RolloutStep {
  /** A few slots try the new version. Left when they are healthy, or when one fails. */
  CANARY,
  /** The canaries are healthy; a person says whether it goes on. */
  AWAITING_PROMOTION,
  /** Slots are replaced, so many at a time. Left when all are healthy, or when one fails. */
  ROLLING,
  /** A person halted it; what is replaced stays so. Left by a resume, a revert, or a failure. */
  PAUSED,
  /** Slots of the new version go back to the old one. Left when none is left. */
  REVERTING,
  /** Every slot should run the new version, those too that could not be reached. */
  DONE,
  /** Every slot should run the old version. */
  REVERTED,
  /** It failed and does not go back by itself: each slot stays where it is. */
  STOPPED;

  /** Where it may go from here. */
  public Set<RolloutStep> moves() {
    return switch (this) {
      case CANARY -> EnumSet.of(AWAITING_PROMOTION, ROLLING, PAUSED, REVERTING, STOPPED);
      case AWAITING_PROMOTION -> EnumSet.of(ROLLING, PAUSED, REVERTING, STOPPED);
      case ROLLING -> EnumSet.of(PAUSED, REVERTING, STOPPED, DONE);
      case PAUSED -> EnumSet.of(CANARY, AWAITING_PROMOTION, ROLLING, REVERTING, STOPPED);
      case REVERTING -> EnumSet.of(REVERTED);
      case STOPPED -> EnumSet.of(REVERTING);
      case DONE, REVERTED -> EnumSet.noneOf(RolloutStep.class);
    };
  }

  /** Whether slots of the new version are on trial, so that a failure of one matters. */
  public boolean trying() {
    return this == CANARY || this == AWAITING_PROMOTION || this == ROLLING || this == PAUSED;
  }

  /** Whether nothing but a person moves it any more. */
  public boolean over() {
    return this == DONE || this == REVERTED || this == STOPPED;
  }

  /** The step to go to, or an {@link IllegalStateException} that names the rollout and both. */
  public RolloutStep to(RolloutStep next, String rollout) {
    if (!moves().contains(next)) {
      throw new IllegalStateException(
          "illegal move of rollout %s: %s -> %s".formatted(rollout, this, next));
    }
    return next;
  }
}
