package io.fleet.resource;

import io.fleet.protocol.Balance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opened, closed and reaped by kind. Thread-safe. */
final class Counts {
  private final Map<Kind, Balance> balances = new ConcurrentHashMap<>();

  void add(Kind kind, long opened, long closed, long reaped) {
    balances.compute(
        kind,
        (same, before) -> {
          var was = before == null ? Balance.ZERO : before;
          var is = new Balance(was.opened() + opened, was.closed() + closed, was.reaped() + reaped);
          if (is.open() < 0) {
            throw new IllegalStateException(
                "the ledger has more %s ended than opened: %s after %s".formatted(kind, is, was));
          }
          return is;
        });
  }

  Map<Kind, Balance> all() {
    return Map.copyOf(balances);
  }
}
