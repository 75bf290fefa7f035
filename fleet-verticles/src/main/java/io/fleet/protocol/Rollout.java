package io.fleet.protocol;

import io.fleet.config.RolloutPolicy;
import io.fleet.config.RolloutStrategy;

/**
 * The way of one automation from one version to the next, as it is kept in the snapshot: with it
 * and the records of the slots the next leader goes on at each step. It is durable before it has an
 * effect. A version is the hash of a config, which names the code as well.
 *
 * @param id its name for people, {@code r-31}
 * @param automation whose
 * @param from the hash that it comes from, to which it goes back
 * @param to the hash that it brings
 * @param policy as it was when the rollout began; a change concerns the next one
 * @param step where it is
 * @param before of PAUSED: where it was; else the same as {@code step}
 * @param reach how far it has come
 * @param clock its times
 * @param why it is at its step, for people; may be empty
 * @since 0.1
 */
public record Rollout(
    String id,
    String automation,
    String from,
    String to,
    RolloutPolicy policy,
    RolloutStep step,
    RolloutStep before,
    RolloutReach reach,
    RolloutClock clock,
    String why) {
  public Rollout {
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      throw new IllegalArgumentException(
          "rollout %s of %s: from \"%s\" to \"%s\"".formatted(id, automation, from, to));
    }
  }

  /** Begins at the first step of its strategy. */
  public static Rollout begin(
      String id, String automation, String from, String to, RolloutPolicy policy, long nowMillis) {
    var first =
        policy.strategy() == RolloutStrategy.CANARY ? RolloutStep.CANARY : RolloutStep.ROLLING;
    return new Rollout(
        id,
        automation,
        from,
        to,
        policy,
        first,
        first,
        RolloutReach.NONE,
        RolloutClock.begin(nowMillis),
        "");
  }

  /**
   * The version that is known to be well: where a rollout to a third version must come from, also
   * when this one is not over, so that never more than two versions live.
   */
  public String lastGood() {
    return step == RolloutStep.DONE ? to : from;
  }

  /** The hash that a slot should run. */
  public String target(int number) {
    return switch (step) {
      case DONE -> to;
      case REVERTING, REVERTED -> from;
      case CANARY, AWAITING_PROMOTION, ROLLING, PAUSED, STOPPED ->
          reach.admitted().contains(number) ? to : from;
    };
  }

  /** At another step. */
  public Rollout step(RolloutStep next, String reason, long nowMillis) {
    var was = next == RolloutStep.PAUSED ? step : next;
    return new Rollout(
        id,
        automation,
        from,
        to,
        policy,
        step.to(next, id),
        was,
        reach,
        clock.step(nowMillis, 0),
        reason);
  }

  /** Having come so far. */
  public Rollout reach(RolloutReach next) {
    return next.equals(reach)
        ? this
        : new Rollout(id, automation, from, to, policy, step, before, next, clock, why);
  }

  /** At such times. */
  public Rollout clock(RolloutClock next) {
    return next.equals(clock)
        ? this
        : new Rollout(id, automation, from, to, policy, step, before, reach, next, why);
  }

  /**
   * As a person orders. Throws {@link IllegalStateException} when the order does not fit the step;
   * ask {@link RolloutOrder#fits} first.
   *
   * @param by who, for people
   */
  public Rollout on(RolloutOrder order, String by, long nowMillis) {
    if (!order.fits(step)) {
      throw new IllegalStateException(
          "rollout %s is %s, so it cannot take %s".formatted(id, step, order));
    }
    return switch (order) {
      case PAUSE -> step(RolloutStep.PAUSED, "paused " + by, nowMillis);
      case RESUME -> step(before, "resumed " + by, nowMillis);
      case PROMOTE -> step(RolloutStep.ROLLING, "promoted " + by, nowMillis);
      case REVERT -> step(RolloutStep.REVERTING, "reverted " + by, nowMillis);
    };
  }
}
