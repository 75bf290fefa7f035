package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.slot.SlotId;
import java.util.Map;
import java.util.Optional;

/**
 * What should be.
 *
 * @param fleet the whole fleet.yaml
 * @param hashes the config hash that each automation's slots should run, by automation
 * @param wills what operators ordered, by automation
 * @since 0.1
 */
public record Desired(FleetSpec fleet, Map<String, String> hashes, Map<String, Will> wills) {
  public Desired {
    hashes = Map.copyOf(hashes);
    wills = Map.copyOf(wills);
  }

  /** Without an operator. */
  public Desired(FleetSpec fleet, Map<String, String> hashes) {
    this(fleet, hashes, Map.of());
  }

  /** What operators ordered of an automation. */
  Will will(String automation) {
    return wills.getOrDefault(automation, Will.NONE);
  }

  /** Whether a person holds a slot back. */
  boolean holds(AutomationSpec automation, SlotId slot) {
    return Held.of(this, automation, slot).isPresent();
  }

  /** The automation that wants this slot; empty when nobody does. */
  Optional<AutomationSpec> wanting(SlotId slot) {
    var automation = fleet.automations().get(slot.automation());
    return automation != null && slot.index() < automation.slots()
        ? Optional.of(automation)
        : Optional.empty();
  }

  /** The hash a slot of this automation should run. */
  String hash(String automation) {
    var hash = hashes.get(automation);
    if (hash == null) {
      throw new IllegalStateException("no config hash for automation " + automation);
    }
    return hash;
  }
}
