package io.fleet.worker;

import io.fleet.automation.AutomationType;
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
record Tenancy(SlotId slot, Fence fence, AutomationSpec spec, AutomationType type, Object config) {}
