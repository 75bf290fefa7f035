package io.fleet.worker;

import io.fleet.automation.Catalog;
import io.fleet.config.FleetSpec;
import io.fleet.loop.Loop;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Balance;
import io.fleet.protocol.Code;
import io.fleet.protocol.LedgerReport;
import io.fleet.protocol.Intake;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.resource.Ledger;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** This process as a worker. Belongs to its loop. */
final class ThisWorker implements Self {
  private final Loop loop;
  private final WorkerSettings settings;
  private final Identity identity;
  private final Catalog catalog;
  private final Supplier<Intake> intake;
  private final Ledger ledger;
  private List<Code> code = List.of();

  ThisWorker(
      Loop loop,
      WorkerSettings settings,
      Identity identity,
      Catalog catalog,
      Supplier<Intake> intake,
      Ledger ledger) {
    this.loop = loop;
    this.settings = settings;
    this.identity = identity;
    this.catalog = catalog;
    this.intake = intake;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Future<Boolean> learn(FleetSpec desired) {
    return loop.blocking(() -> CodeList.of(catalog, desired))
        .map(
            found -> {
              var changed = !found.equals(code);
              code = found;
              return changed;
            });
  }

  @Override
  public Report report(
      List<SlotReport> slots, boolean leaving, Map<String, AutomationStats> stats) {
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
        code,
        intake.get(),
        ledger());
  }

  private LedgerReport ledger() {
    var kinds = new TreeMap<String, Balance>();
    ledger.totals().forEach((kind, balance) -> kinds.put(kind.word(), balance));
    return new LedgerReport(
        kinds, ledger.leaks().values().stream().mapToLong(Balance::opened).sum());
  }
}
