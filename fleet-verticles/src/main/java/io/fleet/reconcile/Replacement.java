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
 * @param first whether it comes before others when not all may be down at once: it runs a version
 *     that is known to be bad, or nobody wants
 */
record Replacement(Reason why, String detail, long graceMillis, boolean first) {
  private Replacement(Reason why, String detail, long graceMillis) {
    this(why, detail, graceMillis, false);
  }

  static Optional<Replacement> of(SlotSpec spec, WorkerView worker, Desired desired) {
    return version(spec, desired).or(() -> restart(spec, desired)).or(() -> drain(worker));
  }

  private static Optional<Replacement> version(SlotSpec spec, Desired desired) {
    var hash = desired.hash(spec.slot());
    if (spec.cfg().equals(hash)) {
      return Optional.empty();
    }
    var underway = desired.rollout(spec.slot().automation());
    if (underway == null) {
      return Optional.of(new Replacement(Reason.CONFIG_CHANGED, "", Standing.OWN_DEADLINE));
    }
    if (underway.halts(hash)) {
      return Optional.empty();
    }
    var back = hash.equals(underway.rollout().from());
    return Optional.of(
        new Replacement(
            underway.cause(hash),
            (back ? "back to " : "to ") + hash,
            Standing.OWN_DEADLINE,
            !spec.cfg().equals(underway.rollout().from())));
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
