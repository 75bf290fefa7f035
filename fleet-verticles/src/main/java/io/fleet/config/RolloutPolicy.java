package io.fleet.config;

import java.time.Duration;

/**
 * How a new version is rolled out, and when it is given up. How many slots may be down at once is
 * {@link AutomationSpec#maxUnavailable}.
 *
 * @param strategy how it reaches the slots
 * @param canary how many slots try it first; at least 1
 * @param minHealthy a slot is healthy when it ran for so long without a failure
 * @param deadline a slot that has not come up so long after it was replaced counts as failed
 * @param progress a rollout in which nothing got better for so long counts as failed
 * @param autoRevert whether a failure takes every slot back to the old version
 * @param autoPromote whether healthy canaries are followed by the rest without a person
 * @since 0.1
 */
public record RolloutPolicy(
    RolloutStrategy strategy,
    int canary,
    Duration minHealthy,
    Duration deadline,
    Duration progress,
    boolean autoRevert,
    boolean autoPromote) {
  /** One canary, healthy for 10 s; 5 and 10 minutes; goes on and back by itself. */
  public static final RolloutPolicy DEFAULT =
      new RolloutPolicy(
          RolloutStrategy.CANARY,
          1,
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          true,
          true);

  public RolloutPolicy {
    if (canary < 1 || minHealthy.isNegative() || !positive(deadline) || !positive(progress)) {
      throw new IllegalArgumentException(
          "rollout: canary %d, minHealthy %s, deadline %s, progress %s"
              .formatted(canary, minHealthy, deadline, progress));
    }
  }

  private static boolean positive(Duration duration) {
    return duration.compareTo(Duration.ZERO) > 0;
  }
}
