package io.fleet.protocol;

/**
 * How far a rollout has come, by the numbers of slots.
 *
 * @param canaries who tried it first
 * @param admitted who should run the new version; all others should run the old one
 * @param proven of these, who was healthy on it at least once
 * @param failed who failed on it
 * @since 0.1
 */
public record RolloutReach(
    SlotNumbers canaries, SlotNumbers admitted, SlotNumbers proven, SlotNumbers failed) {
  /** Nobody yet. */
  public static final RolloutReach NONE =
      new RolloutReach(SlotNumbers.NONE, SlotNumbers.NONE, SlotNumbers.NONE, SlotNumbers.NONE);

  /** With others admitted, who are the canaries as long as these are tried. */
  public RolloutReach admit(SlotNumbers next, boolean asCanaries) {
    return new RolloutReach(asCanaries ? next : canaries, next, proven, failed);
  }

  /** With more proven. */
  public RolloutReach prove(SlotNumbers more) {
    return new RolloutReach(canaries, admitted, proven.plus(more), failed);
  }

  /** With more failed. */
  public RolloutReach fail(SlotNumbers more) {
    return new RolloutReach(canaries, admitted, proven, failed.plus(more));
  }

  /** Without those that do not exist any more. */
  public RolloutReach below(int slots) {
    return new RolloutReach(
        canaries.below(slots), admitted.below(slots), proven.below(slots), failed.below(slots));
  }
}
