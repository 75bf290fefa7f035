package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;

/** What happens to a slot that nobody holds. */
final class OwnerlessRule {
  private final Desired desired;
  private final Conditions now;

  OwnerlessRule(Desired desired, Conditions now) {
    this.desired = desired;
    this.now = now;
  }

  Decision decide(SlotSpec spec) {
    var wanted = desired.wanting(spec.slot());
    if (wanted.isEmpty()) {
      return new Decision.Remove(spec);
    }
    var paused = wanted.get().paused();
    var changed = !spec.cfg().equals(desired.hash(spec.slot().automation()));
    return switch (spec.state()) {
      case PAUSED -> paused ? Decision.stay(Reason.PAUSED_BY, "") : free(spec, Reason.RETRY_NOW);
      case QUARANTINED ->
          changed
              ? free(spec, Reason.CONFIG_CHANGED)
              : Decision.stay(
                  Reason.AWAITING_RELEASE, spec.failures() + " failures; last: " + spec.detail());
      case BACKOFF -> backoff(spec, paused, changed);
      default -> idle(spec, paused, changed);
    };
  }

  private Decision backoff(SlotSpec spec, boolean paused, boolean changed) {
    if (paused) {
      return pause(spec);
    }
    if (changed) {
      return free(spec, Reason.CONFIG_CHANGED);
    }
    if (now.nowMillis() >= spec.untilMillis()) {
      var to = spec.freed(SlotState.FREE, Reason.BACKOFF_UNTIL, now.nowMillis());
      return Decision.move(Transition.of(spec, to));
    }
    return Decision.stay(Reason.BACKOFF_UNTIL, "failure " + spec.failures() + ": " + spec.detail());
  }

  private Decision idle(SlotSpec spec, boolean paused, boolean changed) {
    if (paused) {
      return pause(spec);
    }
    if (spec.cause() == Reason.BATCH_FINISHED && !changed) {
      return Decision.stay(Reason.BATCH_FINISHED, "");
    }
    return now.recovering() ? Decision.stay(Reason.RECOVERING, "") : new Decision.Place(spec);
  }

  private Decision pause(SlotSpec spec) {
    return Decision.move(
        Transition.of(spec, spec.freed(SlotState.PAUSED, Reason.PAUSED_BY, now.nowMillis())));
  }

  /** Freed by a change or by a person, so its past is forgiven. */
  private Decision free(SlotSpec spec, Reason why) {
    var to =
        new SlotSpec(
            spec.slot(),
            spec.gen(),
            SlotState.FREE,
            "",
            0,
            "",
            spec.epoch(),
            why,
            now.nowMillis(),
            0,
            0,
            "");
    return Decision.move(Transition.of(spec, to));
  }
}
