package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What should be.
 *
 * @param fleet the whole fleet.yaml
 * @param hashes the config hash that each automation's slots should run, by automation
 * @param wills what operators ordered, by automation
 * @param rollouts where the way to that hash is, by automation; one without goes there at once. A
 *     rollout leads to the automation's hash, or back from it: whoever puts another hash there puts
 *     another rollout there
 * @since 0.1
 */
public record Desired(
    FleetSpec fleet,
    Map<String, String> hashes,
    Map<String, Will> wills,
    Map<String, Underway> rollouts) {
  public Desired {
    hashes = Map.copyOf(hashes);
    wills = Map.copyOf(wills);
    rollouts = Map.copyOf(rollouts);
  }

  /** Without a rollout. */
  public Desired(FleetSpec fleet, Map<String, String> hashes, Map<String, Will> wills) {
    this(fleet, hashes, wills, Map.of());
  }

  /** Without an operator. */
  public Desired(FleetSpec fleet, Map<String, String> hashes) {
    this(fleet, hashes, Map.of(), Map.of());
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

  /** How much memory was promised to a slot of that record. */
  long memoryBytes(SlotSpec spec) {
    var automation = fleet.automations().get(spec.slot().automation());
    return Underway.memoryBytes(automation, rollout(spec.slot().automation()), spec);
  }

  /** The rollout of an automation, if there is one. */
  @Nullable Underway rollout(String automation) {
    return rollouts.get(automation);
  }

  /** The hash that a slot should run. */
  String hash(SlotId slot) {
    var underway = rollouts.get(slot.automation());
    return underway == null ? hash(slot.automation()) : underway.target(slot);
  }

  /** Why a slot that does not run its hash is brought to it. */
  Reason cause(SlotId slot) {
    var underway = rollouts.get(slot.automation());
    return underway == null ? Reason.CONFIG_CHANGED : underway.cause(underway.target(slot));
  }

  /** The hash that the slots of this automation come to in the end. */
  String hash(String automation) {
    var hash = hashes.get(automation);
    if (hash == null) {
      throw new IllegalStateException("no config hash for automation " + automation);
    }
    return hash;
  }
}
