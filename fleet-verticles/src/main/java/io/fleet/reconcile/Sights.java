package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.SlotSpec;
import io.fleet.reconcile.Sight.Where;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a rollout sees single slots, from their records and the workers' word. */
final class Sights {
  private final Desired desired;
  private final AutomationSpec automation;
  private final Rollout rollout;
  private final Map<String, WorkerView> workers;
  private final Conditions now;

  Sights(
      Desired desired,
      AutomationSpec automation,
      Rollout rollout,
      Map<String, WorkerView> workers,
      Conditions now) {
    this.desired = desired;
    this.automation = automation;
    this.rollout = rollout;
    this.workers = workers;
    this.now = now;
  }

  Sight of(SlotSpec spec) {
    var where = where(spec);
    var failed = tries(spec) && failed(spec);
    return new Sight(spec, where, !failed && tries(spec) && healthy(spec, where), failed);
  }

  /** Whether it runs the new version because this rollout says so. */
  private boolean tries(SlotSpec spec) {
    return spec.cfg().equals(rollout.to())
        && rollout.reach().admitted().contains(spec.slot().index());
  }

  private Where where(SlotSpec spec) {
    if (desired.holds(automation, spec.slot())) {
      return Where.ABSENT;
    }
    return switch (spec.state()) {
      case ASSIGNED -> reached(spec) == null ? Where.ABSENT : Where.COMING;
      case RUNNING -> reached(spec) == null ? Where.ABSENT : Where.RUNS;
      case DRAINING, STUCK -> reached(spec) == null ? Where.ABSENT : Where.GOING;
      case BACKOFF, QUARANTINED -> Where.FAILING;
      case PAUSED -> Where.COMING;
      case FREE ->
          spec.cause() == Reason.BATCH_FINISHED
              ? Where.FINISHED
              : homeless(spec) ? Where.ABSENT : Where.COMING;
    };
  }

  /** A slot that nobody took for so long has no seat; behind the barrier nobody may take it. */
  private boolean homeless(SlotSpec spec) {
    var clock = rollout.clock();
    var beats = 4 * desired.fleet().failover().heartbeat().toMillis();
    var patience = Math.max(beats, rollout.policy().minHealthy().toMillis());
    var since = Math.max(spec.sinceMillis(), clock.sinceMillis());
    return clock.running() && now.nowMillis() - since > patience;
  }

  /** Who holds it, if that worker speaks. */
  private @Nullable WorkerView reached(SlotSpec spec) {
    var view = workers.get(spec.worker());
    var silence = 3 * desired.fleet().failover().heartbeat().toMillis();
    return view != null
            && view.boot() == spec.boot()
            && view.boot() > view.certificate()
            && view.silentMillis() <= silence
        ? view
        : null;
  }

  /**
   * A record keeps its failures until the slot gets another config, so that none is missed between
   * two looks. The death of a worker is no failure of its slots.
   */
  private static boolean failed(SlotSpec spec) {
    var fails =
        spec.state() == SlotState.BACKOFF
            || (spec.state() == SlotState.QUARANTINED && spec.cause() != Reason.QUARANTINED_BY);
    var stalls = spec.state() == SlotState.DRAINING && spec.cause() == Reason.NO_PROGRESS;
    return fails || stalls || spec.failures() > 0;
  }

  private boolean healthy(SlotSpec spec, Where where) {
    if (where == Where.FINISHED) {
      return true;
    }
    var view = where == Where.RUNS ? reached(spec) : null;
    // The last beat is the witness: what came after it, nobody has heard. It must have been made
    // under this leader, who knows of no other how old it is.
    return view != null
        && view.seen() >= now.epoch()
        && now.nowMillis() - view.silentMillis() - spec.sinceMillis()
            >= rollout.policy().minHealthy().toMillis()
        && view.of(spec.slot().toString(), spec.gen().value())
            .filter(said -> said.phase() == Phase.RUNNING && !said.stalled())
            .isPresent();
  }
}
