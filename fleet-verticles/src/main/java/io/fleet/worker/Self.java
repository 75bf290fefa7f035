package io.fleet.worker;

import io.fleet.config.FleetSpec;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Code;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import java.util.List;
import java.util.Map;

/**
 * Who a worker is: its name, and its report around what the slots say.
 *
 * @since 0.1
 */
public interface Self {
  /** Unique in the fleet; stays over restarts. */
  String name();

  /** Which automations of this fleet it has the code of. May load classes: not on an event loop. */
  List<Code> code(FleetSpec fleet);

  /** The report of this moment. */
  Report report(
      List<SlotReport> slots, boolean leaving, Map<String, AutomationStats> stats, List<Code> code);
}
