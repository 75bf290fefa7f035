package io.fleet.reconcile;

import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotNumbers;
import io.fleet.slot.Reason;
import java.util.Optional;

/**
 * Where a rollout goes next. The same input gives the same decision, and whatever it needs to know
 * of the past is in the {@link Rollout} and in the records, so another leader goes on at each step.
 * Asked before each pass; it takes one step at a time.
 *
 * <p>Under the brake nothing goes forward and no time counts, but a failure still ends the trial:
 * the new version may be what the brake is on for. In recovery records are in doubt, so nothing at
 * all is concluded.
 *
 * @since 0.1
 */
public final class RolloutRule {
  private final RolloutProgress progress;
  private final Conditions now;
  private final Optional<String> refused;

  private RolloutRule(RolloutProgress progress, Conditions now, Optional<String> refused) {
    this.progress = progress;
    this.now = now;
    this.refused = refused;
  }

  /**
   * Decides.
   *
   * @param progress counted at this moment, from this very rollout
   * @param refused why a gate says no, if one does; that counts as a failure
   */
  public static RolloutDecision next(
      RolloutProgress progress, Conditions now, Optional<String> refused) {
    return new RolloutRule(progress, now, refused).decide(progress.rollout());
  }

  private RolloutDecision decide(Rollout rollout) {
    if (rollout.step().over()) {
      return new RolloutDecision(rollout, standing(rollout));
    }
    if (now.recovering()) {
      return waits(rollout, new Explanation(Reason.RECOVERING, ""));
    }
    var known = known(rollout);
    if (rollout.step().trying()) {
      var failure = failure(known);
      if (failure.isPresent()) {
        return fail(known, failure.get());
      }
    }
    if (now.braked()) {
      return waits(known, new Explanation(Reason.BRAKE_ON, ""));
    }
    return switch (rollout.step()) {
      case PAUSED -> waits(frozen(known), new Explanation(Reason.ROLLOUT_PAUSED, known.why()));
      case AWAITING_PROMOTION ->
          gate(known).orElseGet(() -> waits(known, new Explanation(Reason.AWAITING_PROMOTION, "")));
      case CANARY, ROLLING -> gate(known).orElseGet(() -> go(runs(known)));
      case REVERTING -> back(runs(known));
      case DONE, REVERTED, STOPPED -> throw new IllegalStateException("over: " + rollout.step());
    };
  }

  /** With what was seen of its slots. */
  private Rollout known(Rollout rollout) {
    var reach = rollout.reach().below(progress.wanted());
    if (!rollout.step().trying()) {
      return rollout.reach(reach);
    }
    var grown = !progress.healthy().minus(reach.proven()).isEmpty();
    var better = grown || progress.good() > rollout.clock().good();
    return rollout
        .reach(reach.prove(progress.healthy()).fail(progress.numbers(Sight::failed)))
        .clock(better ? rollout.clock().better(now.nowMillis(), progress.good()) : rollout.clock());
  }

  private Optional<String> failure(Rollout rollout) {
    return progress.sights().stream()
        .filter(Sight::failed)
        .findFirst()
        .map(
            sight ->
                "%s failed on %s%s"
                    .formatted(
                        sight.spec().slot(),
                        rollout.to(),
                        sight.spec().detail().isEmpty() ? "" : ": " + sight.spec().detail()));
  }

  private RolloutDecision fail(Rollout rollout, String why) {
    var next = rollout.policy().autoRevert() ? RolloutStep.REVERTING : RolloutStep.STOPPED;
    var stopped = frozen(rollout).step(next, why, now.nowMillis());
    return new RolloutDecision(stopped, standing(stopped));
  }

  /** Nobody is brought to the new version any more who has not come there already. */
  private Rollout frozen(Rollout rollout) {
    var there = progress.numbers(progress::tried);
    return rollout.reach(rollout.reach().admit(there, false));
  }

  private Optional<RolloutDecision> gate(Rollout rollout) {
    return refused.map(why -> fail(rollout, why));
  }

  // Time.

  private RolloutDecision waits(Rollout rollout, Explanation why) {
    var clock = rollout.clock();
    return new RolloutDecision(clock.running() ? rollout.clock(clock.stop()) : rollout, why);
  }

  private Rollout runs(Rollout rollout) {
    var clock = rollout.clock();
    return clock.running() ? rollout : rollout.clock(clock.start(now.nowMillis()));
  }

  /** Whether nothing got better for too long. */
  private boolean stands(Rollout rollout) {
    return now.nowMillis() - since(rollout) >= rollout.policy().progress().toMillis();
  }

  /** Since when nothing got better although it could have. */
  private long since(Rollout rollout) {
    var clock = rollout.clock();
    return Math.max(
        Math.max(clock.progressMillis(), clock.sinceMillis()),
        Math.max(progress.leaderSinceMillis(), progress.drainsUntilMillis()));
  }

  private Optional<String> overdue(Rollout rollout) {
    // After a late tick of our own nothing is known of how long others took.
    if (!now.judging()) {
      return Optional.empty();
    }
    var deadline = rollout.policy().deadline();
    var late = progress.late(deadline.toMillis(), rollout.clock().sinceMillis(), now.nowMillis());
    if (late != null) {
      return Optional.of(
          "%s did not come up on %s within %d s"
              .formatted(late.spec().slot(), rollout.to(), deadline.toSeconds()));
    }
    return stands(rollout) && !progress.blocked()
        ? Optional.of(
            "no progress within %d s%s"
                .formatted(
                    rollout.policy().progress().toSeconds(),
                    progress.unplaceable().map(why -> ": " + why.evidence()).orElse("")))
        : Optional.empty();
  }

  // Forward.

  private RolloutDecision go(Rollout rollout) {
    var overdue = overdue(rollout);
    if (overdue.isPresent()) {
      return fail(rollout, overdue.get());
    }
    if (ready(rollout)) {
      return advance(rollout);
    }
    var timed =
        now.judging() && stands(rollout)
            ? rollout.clock(rollout.clock().start(now.nowMillis()))
            : rollout;
    var canary = rollout.step() == RolloutStep.CANARY;
    var admitted = new Admission(progress).next();
    var next =
        admitted.equals(rollout.reach().admitted())
            ? timed
            : timed
                .reach(timed.reach().admit(admitted, canary))
                .clock(timed.clock().measure(progress.good()));
    return new RolloutDecision(next, doing(next));
  }

  /** Whether the step is done. */
  private boolean ready(Rollout rollout) {
    var proven = rollout.reach().proven();
    if (rollout.step() == RolloutStep.CANARY) {
      var canaries = rollout.reach().admitted();
      return progress.wanted() == 0
          || (!canaries.isEmpty() && canaries.minus(proven).isEmpty() && full(canaries));
    }
    if (progress.sights().stream().allMatch(sight -> proven.contains(sight.number()))) {
      return true;
    }
    // All absent is no proof of anything, and whoever is back in time is still on trial.
    return !proven.isEmpty()
        && now.judging()
        && now.nowMillis() - since(rollout) >= rollout.policy().deadline().toMillis()
        && progress.sights().stream()
            .allMatch(sight -> proven.contains(sight.number()) || settled(sight));
  }

  /** Fewer canaries than asked for do when there are no more to be had. */
  private boolean full(SlotNumbers canaries) {
    return canaries.size() >= Math.min(progress.rollout().policy().canary(), progress.wanted())
        || (!progress.third()
            && progress.unplaceable().isEmpty()
            && new Admission(progress).next().equals(canaries));
  }

  /**
   * Nothing can be brought there for now, and what is there is not on trial: a silent worker with a
   * slot on trial comes back, or is given up soon.
   */
  private boolean settled(Sight sight) {
    return sight.absent() && !(progress.tried(sight) && sight.spec().state().owned());
  }

  private RolloutDecision advance(Rollout rollout) {
    var next =
        rollout.step() == RolloutStep.ROLLING
            ? RolloutStep.DONE
            : rollout.policy().autoPromote() ? RolloutStep.ROLLING : RolloutStep.AWAITING_PROMOTION;
    var moved = rollout.step(next, "", now.nowMillis());
    return new RolloutDecision(
        moved,
        next == RolloutStep.AWAITING_PROMOTION
            ? new Explanation(Reason.AWAITING_PROMOTION, "")
            : doing(moved));
  }

  private Explanation doing(Rollout rollout) {
    var reason = rollout.step() == RolloutStep.CANARY ? Reason.CANARY : Reason.ROLLOUT;
    var said =
        "%d of %d slots were healthy on %s"
            .formatted(rollout.reach().proven().size(), progress.wanted(), rollout.to());
    return progress.unplaceable().orElseGet(() -> new Explanation(reason, said));
  }

  // Back.

  private RolloutDecision back(Rollout rollout) {
    var next =
        progress.back()
            ? rollout.step(RolloutStep.REVERTED, rollout.why(), now.nowMillis())
            : rollout;
    return new RolloutDecision(next, standing(next));
  }

  private Explanation standing(Rollout rollout) {
    return switch (rollout.step()) {
      case DONE -> new Explanation(Reason.ROLLOUT, "every slot should run " + rollout.to());
      case STOPPED -> new Explanation(Reason.FAILED, rollout.why());
      default ->
          new Explanation(
              Reason.ROLLOUT, "back to %s: %s".formatted(rollout.from(), rollout.why()));
    };
  }
}
