package io.fleet.reconcile;

import io.fleet.config.RolloutStrategy;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotNumbers;
import io.fleet.reconcile.Sight.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who should run the new version next. So few are on trial at once that, if all of them fail, no
 * more have failed than may be down: whoever is admitted and not yet proven counts, whether it is
 * up or not. An admission that has not begun is taken back when somebody else should come first, or
 * when nothing can be expected of the slot.
 */
final class Admission {
  private final RolloutProgress progress;
  private final Rollout rollout;

  Admission(RolloutProgress progress) {
    this.progress = progress;
    rollout = progress.rollout();
  }

  /** Those that are admitted and proven, or on their way. */
  SlotNumbers begun() {
    return progress.numbers(
        sight -> rollout.reach().admitted().contains(sight.number()) && begun(sight));
  }

  private boolean begun(Sight sight) {
    if (proven(sight)) {
      return true;
    }
    if (sight.on(rollout.to())) {
      // What a silent worker holds may still fail on it; what nobody holds cannot.
      return sight.spec().state().owned() || !sight.absent();
    }
    return !sight.absent() && !sight.runs();
  }

  private boolean proven(Sight sight) {
    return rollout.reach().proven().contains(sight.number());
  }

  /** Everybody who should run the new version now. */
  SlotNumbers next() {
    var begun = begun();
    if (progress.third() || progress.unplaceable().isPresent()) {
      return begun;
    }
    var onTrial = begun.minus(rollout.reach().proven()).size();
    var canary = rollout.step() == RolloutStep.CANARY;
    var free = canary ? canaries() - begun.size() : most() - onTrial;
    var candidates = candidates(begun);
    if (free <= 0 || candidates.isEmpty()) {
      return begun;
    }
    var picked = canary ? together(candidates, begun) : candidates;
    return begun.plus(SlotNumbers.of(picked.stream().limit(free).mapToInt(Sight::number)));
  }

  private int canaries() {
    return Math.min(rollout.policy().canary(), progress.wanted());
  }

  private int most() {
    return rollout.policy().strategy() == RolloutStrategy.ALL_AT_ONCE
        ? progress.wanted()
        : progress.unavailable();
  }

  /** The bad ones first, then whoever does not run, since that costs nothing. */
  private List<Sight> candidates(SlotNumbers begun) {
    var candidates = new ArrayList<Sight>();
    for (var sight : progress.sights()) {
      // Who runs it without having been admitted goes back first.
      if (!sight.absent() && !begun.contains(sight.number()) && !sight.on(rollout.to())) {
        candidates.add(sight);
      }
    }
    candidates.sort(Comparator.comparingInt(this::rank).thenComparingInt(Sight::number));
    return candidates;
  }

  private int rank(Sight sight) {
    if (sight.where() == Where.FAILING) {
      return 0;
    }
    if (!sight.runs()) {
      return 1;
    }
    return rollout.reach().admitted().contains(sight.number()) ? 2 : 3;
  }

  /** Those that run last, and of these those of one worker together. */
  private List<Sight> together(List<Sight> candidates, SlotNumbers begun) {
    Map<String, Integer> crowd = new HashMap<>();
    for (var sight : candidates) {
      crowd.merge(sight.spec().worker(), 1, Integer::sum);
    }
    for (var sight : progress.sights()) {
      if (begun.contains(sight.number())) {
        crowd.merge(sight.spec().worker(), progress.wanted(), Integer::sum);
      }
    }
    var sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparingInt(this::rank)
            .thenComparing(sight -> -crowd.getOrDefault(sight.spec().worker(), 0))
            .thenComparing(sight -> sight.spec().worker())
            .thenComparingInt(Sight::number));
    return sorted;
  }
}
