package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Restart;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import java.util.Optional;

/**
 * What happens to a slot that a worker holds. It is freed only by proof: the worker's own DONE, a
 * later boot, a death certificate, or silence for T_dead.
 */
final class OwnedRule {
  private final Desired desired;
  private final Conditions now;

  OwnedRule(Desired desired, Conditions now) {
    this.desired = desired;
    this.now = now;
  }

  Decision decide(SlotSpec spec, WorkerView worker) {
    return proofOfEnd(spec, worker)
        .or(() -> word(spec, worker))
        .or(() -> neverStarts(spec, worker))
        .or(() -> silence(spec, worker))
        .or(() -> ourWill(spec, worker))
        .orElseGet(() -> waiting(spec, worker));
  }

  private Optional<Decision> proofOfEnd(SlotSpec spec, WorkerView worker) {
    if (worker.certificate() >= spec.boot()) {
      return Optional.of(free(spec, Reason.WORKER_DIED));
    }
    if (worker.boot() > spec.boot()) {
      return Optional.of(free(spec, Reason.WORKER_RESTARTED));
    }
    return Optional.empty();
  }

  private Optional<Decision> word(SlotSpec spec, WorkerView worker) {
    if (worker.boot() != spec.boot()) {
      return Optional.empty();
    }
    return worker.of(spec.slot().toString(), spec.gen().value()).flatMap(said -> heard(spec, said));
  }

  private Optional<Decision> heard(SlotSpec spec, SlotReport said) {
    return switch (said.phase()) {
      case DONE -> Optional.of(done(spec, said));
      case FAILED -> Optional.of(failed(spec, said));
      case STUCK ->
          spec.state() == SlotState.STUCK
              ? Optional.empty()
              : Optional.of(
                  Decision.move(
                      Transition.of(
                          spec,
                          spec.moved(
                              SlotState.STUCK, Reason.CODE_WILL_NOT_STOP, now.nowMillis(), 0))));
      case RUNNING ->
          spec.state() == SlotState.ASSIGNED
              ? Optional.of(
                  Decision.move(
                      Transition.of(
                          spec, spec.moved(SlotState.RUNNING, Reason.STARTED, now.nowMillis(), 0))))
              : Optional.empty();
      case STARTING, STOPPING -> Optional.empty();
    };
  }

  private Decision done(SlotSpec spec, SlotReport said) {
    if ("finished".equals(said.detail())) {
      return free(spec, Reason.BATCH_FINISHED);
    }
    return desired
        .wanting(spec.slot())
        .flatMap(automation -> Held.of(desired, automation, spec.slot()))
        .map(held -> held.take(spec, now.nowMillis()))
        .orElseGet(() -> free(spec, Reason.STOPPED));
  }

  private Decision failed(SlotSpec spec, SlotReport said) {
    var restart = desired.wanting(spec.slot()).map(AutomationSpec::restart).orElse(Restart.DEFAULT);
    // A slot that ran for the whole window has left its former failures behind.
    var forgiven =
        spec.state() == SlotState.RUNNING
            && now.nowMillis() - spec.sinceMillis() > restart.within().toMillis();
    var failures = (forgiven ? 0 : spec.failures()) + 1;
    var tooMany = failures >= restart.attempts();
    var quarantined = said.permanent() || (tooMany && !restart.keepTrying());
    var cause =
        said.permanent()
            ? Reason.FAILED_PERMANENT
            : tooMany ? Reason.RESTART_ATTEMPTS : Reason.FAILED;
    var wait =
        tooMany
            ? restart.maxDelay().toMillis()
            : Backoff.millis(restart, failures, spec.slot(), spec.gen());
    var until = quarantined ? 0 : now.nowMillis() + wait;
    var to =
        new SlotSpec(
            spec.slot(),
            spec.gen(),
            quarantined ? SlotState.QUARANTINED : SlotState.BACKOFF,
            "",
            0,
            spec.cfg(),
            spec.epoch(),
            cause,
            now.nowMillis(),
            until,
            failures,
            said.detail());
    return Decision.move(Transition.of(spec, to));
  }

  /** A worker that has seen our epoch starts no generation of an older one. */
  private Optional<Decision> neverStarts(SlotSpec spec, WorkerView worker) {
    var speaks = worker.boot() == spec.boot() && worker.seen() == now.epoch();
    var older = spec.gen().epoch() < now.epoch();
    return speaks && older && worker.of(spec.slot().toString(), spec.gen().value()).isEmpty()
        ? Optional.of(free(spec, Reason.SLOT_REPLACED))
        : Optional.empty();
  }

  private Optional<Decision> silence(SlotSpec spec, WorkerView worker) {
    if (!now.judging()
        || worker.silentMillis() < desired.fleet().failover().deadAfter().toMillis()) {
      return Optional.empty();
    }
    var to = spec.freed(SlotState.FREE, Reason.WORKER_LOST, now.nowMillis());
    // The script looks whether this very beat is still the last one, so a worker that came back
    // meanwhile keeps its slot.
    return Optional.of(Decision.move(Transition.judging(spec, to, spec.worker(), worker.beat())));
  }

  private Optional<Decision> ourWill(SlotSpec spec, WorkerView worker) {
    var stoppable = spec.state() == SlotState.ASSIGNED || spec.state() == SlotState.RUNNING;
    if (!stoppable || now.recovering()) {
      return Optional.empty();
    }
    var wanted = desired.wanting(spec.slot());
    if (wanted.isEmpty()) {
      return Optional.of(drain(spec, Reason.SCALED_DOWN, ""));
    }
    return Held.of(desired, wanted.get(), spec.slot())
        .map(held -> drain(spec, held.reason(), held.evidence()))
        .or(() -> stalled(spec, worker))
        .or(() -> Replacement.of(spec, worker, desired).map(change -> replace(spec, change)));
  }

  /** It does nothing, so to end it takes nothing down. */
  private Optional<Decision> stalled(SlotSpec spec, WorkerView worker) {
    return worker
        .of(spec.slot().toString(), spec.gen().value())
        .filter(said -> worker.boot() == spec.boot() && said.stalled())
        .map(said -> drain(spec, Reason.NO_PROGRESS, said.detail()));
  }

  private Decision replace(SlotSpec spec, Replacement change) {
    if (spec.state() == SlotState.ASSIGNED) {
      // It is down already: to stop it costs nothing, and a setup that hangs must not hold up its
      // own mending.
      return Decision.move(Transition.of(spec, Drain.of(spec, change, desired, now)));
    }
    return now.braked()
        ? Decision.stay(Reason.BRAKE_ON, "waits to be replaced for " + change.why())
        : new Decision.Ask(spec, change);
  }

  private Decision drain(SlotSpec spec, Reason why, String detail) {
    return Decision.move(Transition.of(spec, Drain.of(spec, why, detail, desired, now)));
  }

  private Decision free(SlotSpec spec, Reason why) {
    return Decision.move(Transition.of(spec, spec.freed(SlotState.FREE, why, now.nowMillis())));
  }

  private Decision waiting(SlotSpec spec, WorkerView worker) {
    var suspect = worker.silentMillis() > 3 * desired.fleet().failover().heartbeat().toMillis();
    if (suspect) {
      return Decision.stay(
          Reason.AWAITING_VERDICT,
          "worker %s is silent, the verdict comes after %d s"
              .formatted(spec.worker(), desired.fleet().failover().deadAfter().toSeconds()));
    }
    return switch (spec.state()) {
      case ASSIGNED -> Decision.stay(Reason.AWAITING_REPORT, "given to " + spec.worker());
      case DRAINING ->
          Decision.stay(Reason.AWAITING_STOP, spec.cause().name() + " on " + spec.worker());
      case STUCK -> Decision.stay(Reason.CODE_WILL_NOT_STOP, "on " + spec.worker());
      default ->
          worker
              .of(spec.slot().toString(), spec.gen().value())
              .filter(said -> said.phase() == Phase.STOPPING)
              .map(said -> Decision.stay(Reason.DRAIN, "worker " + spec.worker() + " is ending it"))
              .orElseGet(Decision.Steady::new);
    };
  }
}
