package io.fleet.api;

import io.fleet.slot.SlotId;
import io.fleet.store.SlotEvent;
import java.util.List;

/**
 * Which worker has the lines that somebody asks for. Pure.
 *
 * @param worker its name
 * @param boot its boot, since another one has forgotten the lines
 * @param slot whose lines; empty for the worker's own
 * @param note what the reader should know beside them; may be empty
 */
record LogSource(String worker, long boot, String slot, String note) {
  /** Of a slot: on its worker, or where it ran last. Refuses when there is neither. */
  static LogSource of(View view, SlotId slot, List<SlotEvent> events) {
    var spec = view.spec(slot);
    if (!spec.worker().isEmpty() && spec.state().owned()) {
      return new LogSource(spec.worker(), spec.boot(), slot.toString(), "");
    }
    var current = CurrentReason.of(view, slot);
    var nowhere = "%s runs nowhere: %s (%s)".formatted(slot, spec.state(), current.code());
    var last =
        events.reversed().stream()
            .filter(event -> !event.worker().isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiFailure(
                        404,
                        nowhere
                            + ". It ran on no worker that is remembered, so there are no lines."
                            + " See why: fleet explain "
                            + slot));
    var worker = view.workers().get(last.worker());
    if (worker == null || worker.state() == WorkerView.State.LOST) {
      throw new ApiFailure(
          404,
          "%s. It was last on %s, which is %s; its lines went with it."
              .formatted(nowhere, last.worker(), worker == null ? "forgotten" : "LOST"));
    }
    return new LogSource(
        last.worker(),
        worker.boot(),
        slot.toString(),
        nowhere + ". These are its last lines on " + last.worker() + ".");
  }

  /** Of a worker itself. */
  static LogSource of(WorkerView worker) {
    return new LogSource(worker.name(), worker.boot(), "", "");
  }

  /** Whether the lines come from the same process as those of the other one. */
  boolean same(LogSource other) {
    return worker.equals(other.worker) && boot == other.boot && slot.equals(other.slot);
  }
}
