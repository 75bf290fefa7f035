package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Code;
import io.fleet.slot.Reason;
import java.util.Map;
import java.util.Optional;

/** Whether any worker can take a version before a slot is taken down for it. */
final class Newcomers {
  private Newcomers() {}

  static Optional<Explanation> refusal(
      Desired desired, AutomationSpec version, Map<String, WorkerView> workers) {
    var fresh = 2 * desired.fleet().failover().heartbeat().toMillis();
    var up = workers.values().stream().filter(view -> Seat.up(view, fresh)).toList();
    if (up.isEmpty()) {
      return Optional.of(new Explanation(Reason.NO_ELIGIBLE_WORKER, "no worker is up"));
    }
    if (up.stream().noneMatch(view -> view.knows(version))) {
      return Optional.of(new Explanation(Reason.VERSION_MISSING, "no worker has " + code(version)));
    }
    var suit =
        up.stream().filter(view -> view.knows(version) && view.wears(version.require())).toList();
    if (suit.isEmpty()) {
      return Optional.of(
          new Explanation(
              Reason.CONSTRAINT_UNMET,
              "no worker with %s has labels %s".formatted(code(version), Refusal.labels(version))));
    }
    return suit.stream().anyMatch(view -> version.memoryBytes() <= view.memoryBytes())
        ? Optional.empty()
        : Optional.of(new Explanation(Reason.NO_ROOM, Refusal.tooMuch(version, suit)));
  }

  private static String code(AutomationSpec version) {
    return version.className() + " " + Code.shown(version.version(), version.code());
  }
}
