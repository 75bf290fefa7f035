package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.automation.SlotInfo;
import io.fleet.config.AutomationSpec;
import io.fleet.slot.Fence;
import io.fleet.slot.SlotId;

/**
 * Everything that is fixed for one generation of a slot.
 *
 * @param slot which
 * @param fence who we are to Redis
 * @param spec the automation as fleet.yaml has it
 * @param type its class
 * @param config its config record, bound and checked
 */
record Tenancy(SlotId slot, Fence fence, AutomationSpec spec, AutomationType type, Object config) {
  /** The slot as the automation sees it now. */
  SlotInfo info(DesiredView desired) {
    return new SlotInfo(
        slot.automation(), slot.index(), desired.count(slot.automation()), fence.gen());
  }
}
