package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store and workers in memory, as simple as they can be: it writes what a plan says and lets the
 * workers answer, and remembers whatever must never have happened.
 */
final class Model {
  final TreeMap<SlotId, SlotSpec> slots;
  final TreeMap<String, WorkerView> workers;
  private final Map<String, Set<Long>> taken = new HashMap<>();
  private final Set<Long> given = new HashSet<>();

  Model(Map<SlotId, SlotSpec> slots, Map<String, WorkerView> workers) {
    this.slots = new TreeMap<>(slots);
    this.workers = new TreeMap<>(workers);
  }

  Observed observed() {
    return Observed.of(slots, workers, 60_000);
  }

  /** Writes a plan; says what is wrong with it, or nothing. */
  String write(Plan plan, Desired desired, long epoch) {
    for (var move : plan.moves()) {
      var from = move.from();
      var record = slots.getOrDefault(from.slot(), SlotSpec.none(from.slot()));
      if (!record.equals(from)) {
        return "moves from a record that is not there: " + move;
      }
      if (move.to().state() == SlotState.ASSIGNED) {
        var wrong = wrongAssignment(move);
        if (!wrong.isEmpty()) {
          return wrong + move;
        }
      }
      slots.put(from.slot(), stamped(move.to(), epoch));
    }
    for (var spec : plan.removals()) {
      if (spec.state().owned() || desired.wanting(spec.slot()).isPresent()) {
        return "removes what it must not: " + spec;
      }
      slots.remove(spec.slot());
    }
    return overfull(plan);
  }

  private String wrongAssignment(Transition move) {
    if (!given.add(move.to().gen().value())) {
      return "gives a generation twice: ";
    }
    return move.to().gen().isAfter(move.from().gen()) ? "" : "a generation that does not rise: ";
  }

  private String overfull(Plan plan) {
    for (var worker : workers.values()) {
      var held = slots.values().stream().filter(s -> s.worker().equals(worker.name())).count();
      var fresh =
          plan.moves().stream()
              .anyMatch(
                  m ->
                      m.to().state() == SlotState.ASSIGNED
                          && m.to().worker().equals(worker.name()));
      if (fresh && held > worker.capacity()) {
        return "more than worker " + worker.name() + " can hold: " + held;
      }
    }
    return "";
  }

  private static SlotSpec stamped(SlotSpec to, long epoch) {
    return new SlotSpec(
        to.slot(),
        to.gen(),
        to.state(),
        to.worker(),
        to.boot(),
        to.cfg(),
        epoch,
        to.cause(),
        to.sinceMillis(),
        to.untilMillis(),
        to.failures(),
        to.detail());
  }

  /** Every worker whose boot is alive beats once and does as the protocol says. */
  void answer(long epoch) {
    workers.replaceAll(
        (name, worker) -> {
          var alive = worker.boot() > worker.certificate() && worker.silentMillis() < 5_000;
          return alive ? beat(worker, epoch) : worker;
        });
  }

  private WorkerView beat(WorkerView worker, long epoch) {
    var said = new HashMap<String, SlotReport>();
    worker.slots().values().forEach(report -> goOn(worker, report, said));
    for (var spec : slots.values()) {
      if (spec.worker().equals(worker.name())
          && spec.boot() == worker.boot()
          && !said.containsKey(spec.slot().toString())) {
        said.put(spec.slot().toString(), taken(worker, spec, epoch));
      }
    }
    return new WorkerView(
        worker.name(),
        worker.boot(),
        worker.boot() + " " + said.hashCode() + " 1 " + epoch,
        epoch,
        0,
        worker.certificate(),
        worker.capacity(),
        worker.labels(),
        worker.leaving(),
        worker.compatible(),
        said,
        worker.host(),
        worker.code(),
        worker.standing());
  }

  private SlotReport taken(WorkerView worker, SlotSpec spec, long epoch) {
    var fresh =
        taken
            .computeIfAbsent(worker.name() + worker.boot() + spec.slot(), k -> new HashSet<>())
            .add(spec.gen().value());
    var starts = fresh && spec.state() == SlotState.ASSIGNED && spec.gen().epoch() == epoch;
    return report(spec, starts ? Phase.STARTING : Phase.DONE);
  }

  private void goOn(WorkerView worker, SlotReport report, Map<String, SlotReport> said) {
    var slot = SlotId.of(report.slot());
    var spec = slots.get(slot);
    taken
        .computeIfAbsent(worker.name() + worker.boot() + slot, k -> new HashSet<>())
        .add(report.gen());
    if (!report.phase().living()) {
      var seen =
          spec == null
              || spec.gen().value() > report.gen()
              || (spec.gen().value() == report.gen() && !spec.state().owned());
      if (!seen) {
        said.put(report.slot(), report);
      }
      return;
    }
    // Of the same generation and nobody's: its emits are refused, which ends it.
    var newer =
        spec != null
            && (spec.gen().value() > report.gen()
                || (spec.gen().value() == report.gen() && !spec.state().owned()));
    var draining =
        spec != null
            && spec.gen().value() == report.gen()
            && spec.boot() == worker.boot()
            && spec.state() == SlotState.DRAINING;
    var next =
        switch (report.phase()) {
          case STARTING -> newer || draining ? Phase.STOPPING : Phase.RUNNING;
          case RUNNING -> newer || draining ? Phase.STOPPING : Phase.RUNNING;
          default -> Phase.DONE;
        };
    said.put(
        report.slot(),
        new SlotReport(report.slot(), report.gen(), next, report.cfg(), "stopped", false, 0));
  }

  private static SlotReport report(SlotSpec spec, Phase phase) {
    return new SlotReport(
        spec.slot().toString(), spec.gen().value(), phase, spec.cfg(), "stopped", false, 0);
  }
}
