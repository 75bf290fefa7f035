package io.fleet.worker;

import io.fleet.config.FleetSpec;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.vertx.core.Future;
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

  /** Looks which of the code that is wanted is here; whether the report says anything new then. */
  Future<Boolean> learn(FleetSpec desired);

  /** The report of this moment. */
  Report report(List<SlotReport> slots, boolean leaving, Map<String, AutomationStats> stats);
}
