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
    return of(spec, why, detail, Standing.OWN_DEADLINE, desired, now);
  }

  /** To be replaced. */
  static SlotSpec of(SlotSpec spec, Replacement change, Desired desired, Conditions now) {
    return of(spec, change.why(), change.detail(), change.graceMillis(), desired, now);
  }

  /** With less time than the automation's own deadline, if that is said. */
  private static SlotSpec of(
      SlotSpec spec, Reason why, String detail, long graceMillis, Desired desired, Conditions now) {
    var own =
        desired
            .wanting(spec.slot())
            .map(automation -> automation.drainDeadline().toMillis())
            .orElse(DEADLINE_MILLIS);
    var deadline = graceMillis < 0 ? own : Math.min(own, graceMillis);
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
