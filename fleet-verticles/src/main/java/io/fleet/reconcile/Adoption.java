package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * After a loss of the store, what runs is believed, not what is written: a worker that shows a
 * later generation alive than the record knows has its record made again.
 */
final class Adoption {
  private record Found(WorkerView worker, SlotReport said) {}

  private final Map<SlotId, Found> alive = new HashMap<>();
  private final Conditions now;

  Adoption(Observed observed, Conditions now, long deadAfterMillis) {
    this.now = now;
    for (var worker : observed.workers().values()) {
      if (worker.silentMillis() >= deadAfterMillis || worker.boot() <= worker.certificate()) {
        continue;
      }
      for (var said : worker.slots().values()) {
        if (said.phase().living()) {
          SlotId.parse(said.slot())
              .ifPresent(
                  slot ->
                      alive.merge(
                          slot,
                          new Found(worker, said),
                          (a, b) -> a.said().gen() >= b.said().gen() ? a : b));
        }
      }
    }
  }

  /** Every slot that shows life anywhere. */
  Iterable<SlotId> slots() {
    return alive.keySet();
  }

  Optional<Decision> decide(SlotSpec spec) {
    var found = alive.get(spec.slot());
    if (found == null || found.said().gen() <= spec.gen().value()) {
      return Optional.empty();
    }
    var worker = found.worker();
    var to =
        new SlotSpec(
            spec.slot(),
            new Generation(found.said().gen()),
            SlotState.RUNNING,
            worker.name(),
            worker.boot(),
            found.said().cfg(),
            now.epoch(),
            Reason.ADOPTED,
            now.nowMillis(),
            0,
            spec.failures(),
            "");
    return Optional.of(Decision.move(Transition.judging(spec, to, worker.name(), worker.beat())));
  }

  /** Whether this slot shows life although nobody holds it. */
  boolean shows(SlotId slot) {
    return alive.containsKey(slot);
  }
}
