package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many more slots of each automation this pass may take down by its own will. The drain script
 * counts again.
 */
final class Budgets {
  private final Map<String, Integer> running = new HashMap<>();

  /**
   * Counts what runs and is wanted: a slot that is scaled away cannot stand in for one that stays.
   */
  Budgets(Collection<SlotSpec> specs, Desired desired) {
    for (var spec : specs) {
      if (spec.state() == SlotState.RUNNING && desired.wanting(spec.slot()).isPresent()) {
        running.merge(spec.slot().automation(), 1, Integer::sum);
      }
    }
  }

  /** Takes one down if that keeps {@code desired - RUNNING} within the limit. */
  boolean take(AutomationSpec automation) {
    var up = running.getOrDefault(automation.name(), 0);
    if (automation.slots() - up >= automation.unavailable()) {
      return false;
    }
    running.put(automation.name(), up - 1);
    return true;
  }
}
