package io.fleet.protocol;

/**
 * What a person may order of a rollout.
 *
 * @since 0.1
 */
public enum RolloutOrder {
  /** Replace nothing more for now. */
  PAUSE,
  /** Go on where it was paused. */
  RESUME,
  /** The canaries are well: go on with the rest. */
  PROMOTE,
  /** Go back to the old version. */
  REVERT;

  /** Whether it means anything to a rollout at that step. */
  public boolean fits(RolloutStep step) {
    return switch (this) {
      case PAUSE -> step.trying() && step != RolloutStep.PAUSED;
      case RESUME -> step == RolloutStep.PAUSED;
      case PROMOTE -> step == RolloutStep.AWAITING_PROMOTION;
      case REVERT -> step.moves().contains(RolloutStep.REVERTING);
    };
  }
}
