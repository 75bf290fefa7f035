package io.fleet.protocol;

import java.util.Map;

/**
 * What the slots of a worker opened since its process began, and what became of it.
 *
 * @param kinds by kind: {@code process}, {@code folder}, {@code port}, {@code lease}
 * @param leaked how many were left open by generations that have ended; anything but 0 is a defect
 * @since 0.1
 */
public record LedgerReport(Map<String, Balance> kinds, long leaked) {
  /** Nothing was opened. */
  public static final LedgerReport EMPTY = new LedgerReport(Map.of(), 0);

  public LedgerReport {
    kinds = Map.copyOf(kinds);
  }

  /** All kinds together. */
  public Balance total() {
    return kinds.values().stream()
        .reduce(
            Balance.ZERO,
            (a, b) ->
                new Balance(
                    a.opened() + b.opened(), a.closed() + b.closed(), a.reaped() + b.reaped()));
  }
}
