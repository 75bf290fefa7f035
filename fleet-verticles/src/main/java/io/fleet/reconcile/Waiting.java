package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import java.util.List;

/**
 * The slots of one automation that want a seat, each list in the order of their numbers.
 *
 * @param automation whose they are
 * @param homeless nobody holds them
 * @param moving on their way from a seat that does not fit
 * @param misplaced on a seat that does not fit
 * @param spare how many more may be taken down
 */
record Waiting(
    AutomationSpec automation,
    List<SlotSpec> homeless,
    List<SlotSpec> moving,
    List<SlotSpec> misplaced,
    int spare) {}
