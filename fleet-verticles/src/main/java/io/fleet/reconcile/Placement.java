package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a worker for a slot: one that is fresh, speaks our protocol, has the labels and has room;
 * of these the one with the fewest slots of that automation, then the emptiest, then the first by
 * name.
 */
final class Placement {
  private final List<Seat> seats = new ArrayList<>();
  private final long freshMillis;

  Placement(Desired desired, Observed observed) {
    freshMillis = 2 * desired.fleet().failover().heartbeat().toMillis();
    var held = new HashMap<String, Seat>();
    for (var worker : observed.workers().values()) {
      var seat = new Seat(worker);
      held.put(worker.name(), seat);
      if (usable(worker)) {
        seats.add(seat);
      }
    }
    for (var spec : observed.slots().values()) {
      var seat = held.get(spec.worker());
      if (seat != null) {
        seat.add(spec.slot().automation());
      }
    }
  }

  /** A certified boot is dead however fresh its last beat looks. */
  private boolean usable(WorkerView worker) {
    return worker.boot() > worker.certificate()
        && worker.silentMillis() < freshMillis
        && worker.compatible()
        && !worker.leaving();
  }

  /** The best worker, whose room is taken at once; empty when there is none. */
  Optional<WorkerView> place(SlotSpec spec, AutomationSpec automation) {
    Seat best = null;
    for (var seat : seats) {
      if (seat.used < seat.worker.capacity()
          && fits(seat.worker, automation)
          && !lives(seat.worker, spec)
          && (best == null || seat.better(best, automation.name()))) {
        best = seat;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    best.add(automation.name());
    return Optional.of(best.worker);
  }

  /** Why there is no worker for it. */
  Explanation refusal(AutomationSpec automation) {
    if (seats.isEmpty()) {
      return new Explanation(Reason.NO_ELIGIBLE_WORKER, "no worker is up");
    }
    if (seats.stream().noneMatch(seat -> fits(seat.worker, automation))) {
      return new Explanation(Reason.CONSTRAINT_UNMET, "needs labels " + automation.require());
    }
    return new Explanation(
        Reason.NO_ROOM,
        "%d workers are full (%d slots)"
            .formatted(
                seats.size(), seats.stream().mapToInt(seat -> seat.worker.capacity()).sum()));
  }

  private static boolean fits(WorkerView worker, AutomationSpec automation) {
    return worker.labels().entrySet().containsAll(automation.require().entrySet());
  }

  /** A slot that still shows life somewhere is never given away, whatever its record says. */
  private static boolean lives(WorkerView worker, SlotSpec spec) {
    var said = worker.slots().get(spec.slot().toString());
    return said != null && said.phase().living();
  }

  private static final class Seat {
    private final WorkerView worker;
    private final Map<String, Integer> byAutomation = new HashMap<>();
    private int used;

    Seat(WorkerView worker) {
      this.worker = worker;
    }

    void add(String automation) {
      used++;
      byAutomation.merge(automation, 1, Integer::sum);
    }

    boolean better(Seat other, String automation) {
      int mine = byAutomation.getOrDefault(automation, 0);
      int theirs = other.byAutomation.getOrDefault(automation, 0);
      return mine != theirs
          ? mine < theirs
          : (long) used * other.worker.capacity() < (long) other.used * worker.capacity();
    }
  }
}
