package io.fleet.child;

import io.fleet.protocol.Balance;
import io.fleet.resource.Kind;
import io.fleet.resource.Ledger;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tells the worker what was opened and has ended since the last time. What is open is not told: if
 * this JVM dies now, the worker finds and counts it.
 */
final class Books {
  private final Ledger ledger;
  private final Map<Kind, Balance> told = new EnumMap<>(Kind.class);

  Books(Ledger ledger) {
    this.ledger = ledger;
  }

  void tell(WorkerEnd worker) {
    ledger
        .totals()
        .forEach(
            (kind, now) -> {
              var before = told.getOrDefault(kind, Balance.ZERO);
              var closed = now.closed() - before.closed();
              var reaped = now.reaped() - before.reaped();
              if (closed + reaped > 0) {
                told.put(kind, now);
                worker.tell(new Frame.Ledger(kind.name(), closed + reaped, closed, reaped));
              }
            });
  }
}
