package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;

/** The record of a slot that is told to stop, and the voluntary kind of it. */
final class Drain {
  private static final long DEADLINE_MILLIS = 30_000;

  private Drain() {}

  static SlotSpec of(SlotSpec spec, Reason why, String detail, Desired desired, Conditions now) {
    var deadline =
        desired
            .wanting(spec.slot())
            .map(automation -> automation.drainDeadline().toMillis())
            .orElse(DEADLINE_MILLIS);
    return new SlotSpec(
        spec.slot(),
        spec.gen(),
        SlotState.DRAINING,
        spec.worker(),
        spec.boot(),
        spec.cfg(),
        spec.epoch(),
        why,
        now.nowMillis(),
        now.nowMillis() + deadline,
        spec.failures(),
        detail);
  }

  /** Counted against the automation's budget; the script counts again. */
  static Transition voluntary(SlotSpec spec, SlotSpec to, AutomationSpec automation) {
    return Transition.voluntary(spec, to, automation.slots(), automation.unavailable());
  }

  /** Why one that should be taken down stays up. */
  static String spent(AutomationSpec automation) {
    return "at most " + automation.unavailable() + " may be down at once";
  }

  /** How many more of it may be taken down when so many run. */
  static int spare(AutomationSpec automation, int running) {
    return running - automation.slots() + automation.unavailable();
  }
}
