package io.fleet.reconcile;

import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import java.util.Optional;

/**
 * Why a slot that runs should run anew, or elsewhere, although it is well; such drains count
 * against the automation's budget.
 *
 * @param why the code
 * @param detail for people
 * @param graceMillis how long it has to end; negative for its own deadline
 */
record Replacement(Reason why, String detail, long graceMillis) {
  static Optional<Replacement> of(SlotSpec spec, WorkerView worker, Desired desired) {
    if (!spec.cfg().equals(desired.hash(spec.slot().automation()))) {
      return Optional.of(new Replacement(Reason.CONFIG_CHANGED, "", Standing.OWN_DEADLINE));
    }
    return restart(spec, desired).or(() -> drain(worker));
  }

  private static Optional<Replacement> restart(SlotSpec spec, Desired desired) {
    return desired
        .will(spec.slot().automation())
        .after(Kind.RESTART, spec.slot(), spec.gen())
        .map(
            order ->
                new Replacement(
                    Reason.RETRY_NOW, order.name() + " " + order.by(), Standing.OWN_DEADLINE));
  }

  private static Optional<Replacement> drain(WorkerView worker) {
    if (worker.leaving()) {
      return Optional.of(
          new Replacement(Reason.DRAIN, worker.name() + " leaves", Standing.OWN_DEADLINE));
    }
    var standing = worker.standing();
    return standing.kind() == Standing.Kind.DRAINING
        ? Optional.of(
            new Replacement(
                Reason.DRAIN, worker.name() + " " + standing.word(), standing.graceMillis()))
        : Optional.empty();
  }
}
