package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.SlotNumbers;
import io.fleet.protocol.SlotSpec;
import io.fleet.reconcile.Sight.Where;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout has come at one moment, counted from nothing but the records of the slots and
 * the workers' reports. Immutable; costs the slots of the one automation, so make it only for a
 * rollout that is not over.
 *
 * @since 0.1
 */
public final class RolloutProgress {
  private final AutomationSpec automation;
  private final Rollout rollout;
  private final List<Sight> sights;
  private final long leaderSinceMillis;
  private final Optional<Explanation> unplaceable;

  private RolloutProgress(
      AutomationSpec automation,
      Rollout rollout,
      List<Sight> sights,
      long leaderSinceMillis,
      Optional<Explanation> unplaceable) {
    this.automation = automation;
    this.rollout = rollout;
    this.sights = sights;
    this.leaderSinceMillis = leaderSinceMillis;
    this.unplaceable = unplaceable;
  }

  /**
   * Counts for an automation of which a rollout is under way.
   *
   * @param records the record of a slot, if it has one
   * @param workers all that are known
   * @param leadingMillis how long this leader has been watching
   */
  public static RolloutProgress of(
      Desired desired,
      String automation,
      Function<SlotId, Optional<SlotSpec>> records,
      Map<String, WorkerView> workers,
      long leadingMillis,
      Conditions now) {
    var wanted = desired.fleet().automations().get(automation);
    var underway = desired.rollout(automation);
    if (wanted == null || underway == null) {
      throw new IllegalArgumentException("no rollout of " + automation + " is under way");
    }
    var rollout = underway.rollout();
    var eye = new Sights(desired, wanted, rollout, workers, now);
    var sights = new ArrayList<Sight>(wanted.slots());
    for (var i = 0; i < wanted.slots(); i++) {
      var slot = new SlotId(automation, i);
      sights.add(eye.of(records.apply(slot).orElseGet(() -> SlotSpec.none(slot))));
    }
    return new RolloutProgress(
        wanted,
        rollout,
        sights,
        now.nowMillis() - leadingMillis,
        Newcomers.refusal(desired, underway.of(wanted, rollout.to()), workers));
  }

  /** Of which moment of the rollout. */
  Rollout rollout() {
    return rollout;
  }

  List<Sight> sights() {
    return sights;
  }

  int wanted() {
    return automation.slots();
  }

  int unavailable() {
    return automation.unavailable();
  }

  /** Since when this leader has been watching: what happened before, nobody saw. */
  long leaderSinceMillis() {
    return leaderSinceMillis;
  }

  /** Why no worker can take the new version, if none can. */
  Optional<Explanation> unplaceable() {
    return unplaceable;
  }

  SlotNumbers numbers(Predicate<Sight> which) {
    return SlotNumbers.of(sights.stream().filter(which).mapToInt(Sight::number));
  }

  SlotNumbers healthy() {
    return numbers(Sight::healthy);
  }

  /** How many are as they should be. */
  int good() {
    return numbers(this::good).size();
  }

  private boolean good(Sight sight) {
    return rollout.target(sight.number()).equals(rollout.to())
        ? sight.healthy()
        : sight.runs() && sight.on(rollout.from());
  }

  /** Whether a version lives that is neither the old nor the new one. */
  boolean third() {
    return sights.stream()
        .anyMatch(
            sight ->
                sight.spec().state().owned()
                    && !sight.absent()
                    && !sight.on(rollout.from())
                    && !sight.on(rollout.to()));
  }

  /** Whether all that can be reached have come to rest on the old version. */
  boolean back() {
    return sights.stream()
        .allMatch(
            sight ->
                sight.absent()
                    || (sight.on(rollout.from())
                        && sight.where() != Where.COMING
                        && sight.where() != Where.GOING));
  }

  /** The first slot of the new version that has not come up since such a moment. */
  @Nullable Sight late(long deadlineMillis, long clockMillis, long nowMillis) {
    for (var sight : sights) {
      var starts = sight.spec().state() == SlotState.ASSIGNED && !sight.absent();
      if (starts && tried(sight)) {
        var since = Math.max(sight.spec().sinceMillis(), leaderSinceMillis);
        if (nowMillis - Math.max(since, clockMillis) >= deadlineMillis) {
          return sight;
        }
      }
    }
    return null;
  }

  /** Whether the new version was brought to a slot by this rollout. */
  boolean tried(Sight sight) {
    return sight.on(rollout.to()) && rollout.reach().admitted().contains(sight.number());
  }

  /** Until when a slot that was told to stop may take its time. */
  long drainsUntilMillis() {
    return sights.stream()
        .filter(sight -> sight.where() == Where.GOING)
        .mapToLong(sight -> sight.spec().untilMillis())
        .max()
        .orElse(0);
  }

  /**
   * Whether nothing can get better through no fault of the new version: all that is left is absent,
   * or as many are down as may be, without those that try it.
   */
  boolean blocked() {
    var onTrial = rollout.reach().admitted().minus(rollout.reach().proven());
    var down =
        sights.stream()
            .filter(sight -> sight.spec().state() != SlotState.RUNNING)
            .filter(sight -> !onTrial.contains(sight.number()))
            .count();
    return down >= automation.unavailable()
        || sights.stream().allMatch(sight -> sight.healthy() || sight.absent());
  }
}
