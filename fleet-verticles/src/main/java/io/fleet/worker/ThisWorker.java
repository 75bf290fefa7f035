package io.fleet.worker;

import io.fleet.automation.Catalog;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Code;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import java.util.List;
import java.util.Map;

/**
 * This process as a worker.
 *
 * @param settings its name, capacity and labels
 * @param identity its host and pid
 * @param catalog the code that it has
 */
record ThisWorker(WorkerSettings settings, Identity identity, Catalog catalog) implements Self {
  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Code> code(FleetSpec fleet) {
    return CodeList.of(catalog, fleet);
  }

  @Override
  public Report report(
      List<SlotReport> slots,
      boolean leaving,
      Map<String, AutomationStats> stats,
      List<Code> code) {
    return new Report(
        Report.VERSION,
        settings.name(),
        identity.host(),
        identity.pid(),
        settings.capacity(),
        settings.labels(),
        catalog.classNames(),
        slots,
        leaving,
        stats,
        identity.rssBytes(),
        code);
  }
}
