package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which slots are misplaced. */
final class Crowd {
  /** What has not come up yet goes first, then the highest numbers. */
  private static final Comparator<SlotSpec> LEAVE_FIRST =
      Comparator.comparing((SlotSpec spec) -> spec.state() != SlotState.ASSIGNED)
          .thenComparing(spec -> -spec.slot().index());

  private Crowd() {}

  /**
   * Whether a slot may be moved by our own will: it is where it was put, and nothing else is under
   * way with it.
   */
  static boolean movable(SlotSpec spec, Decision decision) {
    return switch (spec.state()) {
      case RUNNING -> decision instanceof Decision.Steady;
      case ASSIGNED ->
          decision instanceof Decision.Stay(var why) && why.reason() == Reason.AWAITING_REPORT;
      default -> false;
    };
  }

  /** Whether a worker lacks what an automation requires; one without a report lacks nothing. */
  static boolean lacks(WorkerView worker, AutomationSpec automation) {
    return reports(worker) && !worker.wears(automation.require());
  }

  /** Whether a worker's host counts for the limit of a host. */
  static boolean reports(WorkerView worker) {
    return !worker.host().isEmpty() && !worker.leaving();
  }

  /** Whether a slot is on its way from a seat that did not fit to another one. */
  static boolean moving(SlotSpec spec) {
    return spec.state() == SlotState.DRAINING && spec.cause() == Reason.MISPLACED;
  }

  /** Of those that stay on one host, as many as are too many. */
  static List<SlotSpec> excess(Collection<SlotSpec> staying, int most) {
    var leave = new ArrayList<>(staying);
    leave.sort(LEAVE_FIRST);
    return leave.subList(0, Math.max(0, leave.size() - most));
  }
}
