package io.fleet.resource;

import io.fleet.protocol.Balance;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Opened, closed and reaped by kind. Thread-safe. */
final class Counts {
  private final Map<Kind, Balance> balances = new EnumMap<>(Kind.class);

  synchronized void add(Kind kind, long opened, long closed, long reaped) {
    var was = balances.getOrDefault(kind, Balance.ZERO);
    var is = new Balance(was.opened() + opened, was.closed() + closed, was.reaped() + reaped);
    if (is.open() < 0) {
      throw new IllegalStateException(
          "the ledger has more %s ended than opened: %s after %s".formatted(kind, is, was));
    }
    balances.put(kind, is);
  }

  synchronized Map<Kind, Balance> all() {
    return Collections.unmodifiableMap(new EnumMap<>(balances));
  }
}
