package io.fleet.api;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;

/**
 * How far what is observed is what is desired. A slot is held when it runs under the desired config
 * of its automation, when its batch is finished, or when its automation is paused and nobody holds
 * it. Pure.
 *
 * @param desired how many slots are wanted
 * @param running how many of those run
 * @param finished how many rest since their batch is finished
 * @param paused how many rest since they are paused
 * @param drift slots that are not held, and records that are no longer wanted
 * @param unexplained slots that are neither held nor have a reason
 */
record Standing(int desired, int running, int finished, int paused, int drift, int unexplained) {
  static Standing of(View view) {
    int running = 0;
    int finished = 0;
    int paused = 0;
    int drift = 0;
    int unexplained = 0;
    for (var automation : view.desired().spec().automations().values()) {
      for (var index = 0; index < automation.slots(); index++) {
        var slot = new SlotId(automation.name(), index);
        var spec = view.spec(slot);
        if (spec.state() == SlotState.RUNNING && !view.suspect(slot)) {
          running++;
          drift += spec.cfg().equals(view.desired().configs().get(automation.name())) ? 0 : 1;
        } else if (finished(view, spec)) {
          finished++;
        } else if ((automation.paused() && !spec.state().owned())
            || spec.state() == SlotState.PAUSED) {
          paused++;
        } else {
          drift++;
          unexplained += CurrentReason.known(view, slot) ? 0 : 1;
        }
      }
    }
    var extra = (int) view.specs().keySet().stream().filter(slot -> !wanted(view, slot)).count();
    return new Standing(
        view.desired().slots(), running, finished, paused, drift + extra, unexplained);
  }

  static boolean wanted(View view, SlotId slot) {
    var automation = view.desired().spec().automations().get(slot.automation());
    return automation != null && slot.index() < automation.slots();
  }

  /** Whether a slot rests since its batch is finished. */
  static boolean finished(View view, SlotSpec spec) {
    if (spec.state() != SlotState.FREE) {
      return false;
    }
    var why = view.why().get(spec.slot());
    return why == null
        ? spec.recorded() && spec.cause() == Reason.BATCH_FINISHED
        : why.code().equals(Reason.BATCH_FINISHED.name());
  }

  boolean converged() {
    return drift == 0;
  }
}
