package io.fleet.reconcile;

import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import java.util.Optional;

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
    var held = Held.of(desired, wanted.get(), spec.slot());
    var changed = !spec.cfg().equals(desired.hash(spec.slot()));
    return switch (spec.state()) {
      case PAUSED ->
          held.filter(each -> each.holds(spec))
              .map(Held::stay)
              .orElseGet(() -> free(spec, Reason.RETRY_NOW, ""));
      case QUARANTINED ->
          held.filter(each -> each.holds(spec))
              .map(Held::stay)
              .orElseGet(() -> quarantined(spec, changed));
      case BACKOFF ->
          held.map(each -> each.take(spec, now.nowMillis()))
              .orElseGet(() -> backoff(spec, changed));
      default ->
          held.map(each -> each.take(spec, now.nowMillis())).orElseGet(() -> idle(spec, changed));
    };
  }

  private Decision quarantined(SlotSpec spec, boolean changed) {
    if (spec.cause() == Reason.QUARANTINED_BY) {
      return free(spec, Reason.RETRY_NOW, "released");
    }
    if (changed) {
      return free(spec, desired.cause(spec.slot()), "");
    }
    return ordered(Kind.RELEASE, spec)
        .orElseGet(
            () ->
                Decision.stay(
                    Reason.AWAITING_RELEASE,
                    spec.failures() + " failures; last: " + spec.detail()));
  }

  /** Freed by an order that was given after its last generation began. */
  private Optional<Decision> ordered(Kind kind, SlotSpec spec) {
    return desired
        .will(spec.slot().automation())
        .after(kind, spec.slot(), spec.gen())
        .map(order -> free(spec, Reason.RETRY_NOW, order.name() + " " + order.by()));
  }

  private Decision backoff(SlotSpec spec, boolean changed) {
    if (changed) {
      return free(spec, desired.cause(spec.slot()), "");
    }
    var retry = ordered(Kind.RESTART, spec);
    if (retry.isPresent()) {
      return retry.get();
    }
    if (now.nowMillis() >= spec.untilMillis()) {
      var to = spec.freed(SlotState.FREE, Reason.BACKOFF_UNTIL, now.nowMillis());
      return Decision.move(Transition.of(spec, to));
    }
    return Decision.stay(Reason.BACKOFF_UNTIL, "failure " + spec.failures() + ": " + spec.detail());
  }

  private Decision idle(SlotSpec spec, boolean changed) {
    if (spec.cause() == Reason.BATCH_FINISHED && !changed) {
      return Decision.stay(Reason.BATCH_FINISHED, "");
    }
    return now.recovering() ? Decision.stay(Reason.RECOVERING, "") : new Decision.Place(spec);
  }

  /** Freed by a change or by a person, so its past is forgiven. */
  private Decision free(SlotSpec spec, Reason why, String detail) {
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
            detail);
    return Decision.move(Transition.of(spec, to));
  }
}
