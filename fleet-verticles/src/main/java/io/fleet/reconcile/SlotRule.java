package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one slot, from nothing but its record, its holder and whoever shows it alive;
 * budgets and seats, which are shared with others, come later.
 */
final class SlotRule {
  private final Desired desired;
  private final Conditions now;
  private final OwnedRule owned;
  private final OwnerlessRule ownerless;

  SlotRule(Desired desired, Conditions now) {
    this.desired = desired;
    this.now = now;
    owned = new OwnedRule(desired, now);
    ownerless = new OwnerlessRule(desired, now);
  }

  /**
   * Decides.
   *
   * @param holder of an owned slot; of no meaning otherwise
   * @param living the latest generation of it that shows life, if any does
   */
  Decision decide(SlotSpec spec, @Nullable WorkerView holder, @Nullable Living living) {
    if (living != null && living.said().gen() > spec.gen().value()) {
      return adopt(spec, living);
    }
    if (spec.state().owned() && holder != null) {
      return owned.decide(spec, holder);
    }
    if (!spec.recorded() && desired.wanting(spec.slot()).isEmpty()) {
      return new Decision.Steady();
    }
    return living != null
        ? Decision.stay(Reason.AWAITING_STOP, "an earlier generation still shows life")
        : ownerless.decide(spec);
  }

  /**
   * After a loss of the store, what runs is believed, not what is written: a worker that shows a
   * later generation alive than the record knows has its record made again.
   */
  private Decision adopt(SlotSpec spec, Living living) {
    var worker = living.worker();
    var to =
        new SlotSpec(
            spec.slot(),
            new Generation(living.said().gen()),
            SlotState.RUNNING,
            worker.name(),
            worker.boot(),
            living.said().cfg(),
            now.epoch(),
            Reason.ADOPTED,
            now.nowMillis(),
            0,
            // Another config has not failed yet.
            living.said().cfg().equals(spec.cfg()) ? spec.failures() : 0,
            "");
    return Decision.move(Transition.judging(spec, to, worker.name(), worker.beat()));
  }
}
