package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.Optional;

/**
 * That a slot is held back by a person, in which state, and by whom.
 *
 * @param state PAUSED or QUARANTINED
 * @param reason the code
 * @param evidence for people
 */
record Held(SlotState state, Reason reason, String evidence) {
  /**
   * Quarantine before pause: who resumes an automation does not mean the slot that was taken out.
   */
  static Optional<Held> of(Desired desired, AutomationSpec automation, SlotId slot) {
    var will = desired.will(automation.name());
    return will.of(Kind.QUARANTINE, slot)
        .map(order -> new Held(SlotState.QUARANTINED, Reason.QUARANTINED_BY, order.by()))
        .or(
            () ->
                will.of(Kind.PAUSE, slot)
                    .map(order -> new Held(SlotState.PAUSED, Reason.PAUSED_BY, order.by())))
        .or(
            () ->
                automation.paused()
                    ? Optional.of(
                        new Held(SlotState.PAUSED, Reason.PAUSED_BY, "paused in fleet.yaml"))
                    : Optional.empty());
  }

  /** Whether a slot is in the state that this asks for. */
  boolean holds(SlotSpec spec) {
    return spec.state() == state;
  }

  Decision stay() {
    return Decision.stay(reason, evidence);
  }

  /** Takes a slot that nobody holds any more. */
  Decision take(SlotSpec spec, long nowMillis) {
    var to =
        new SlotSpec(
            spec.slot(),
            spec.gen(),
            state,
            "",
            0,
            spec.cfg(),
            spec.epoch(),
            reason,
            nowMillis,
            0,
            spec.failures(),
            evidence);
    return Decision.move(Transition.of(spec, to));
  }
}
