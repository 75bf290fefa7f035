package io.fleet.worker;

import io.fleet.config.FleetSpec;
import io.fleet.loop.Loop;
import io.fleet.metrics.Meters;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Balance;
import io.fleet.protocol.Code;
import io.fleet.protocol.CodeState;
import io.fleet.protocol.Intake;
import io.fleet.protocol.LedgerReport;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.resource.Ledger;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a worker. Belongs to its loop. */
final class ThisWorker implements Self {
  private static final Logger log = LoggerFactory.getLogger(ThisWorker.class);

  private final Loop loop;
  private final WorkerSettings settings;
  private final Identity identity;
  private final Packages packages;
  private final PackageFetch fetch;
  private final Meters meters;
  private final Supplier<Intake> intake;
  private final Ledger ledger;
  private final Runnable tooManyPinned;
  private List<Code> code = List.of();
  private CodeState state = CodeState.WELL;
  private String fault = "";

  /**
   * Made on its loop.
   *
   * @param fetch gets what is missing
   * @param tooManyPinned ends this worker, because only that frees the memory
   */
  ThisWorker(
      Loop loop,
      WorkerSettings settings,
      Identity identity,
      Packages packages,
      PackageFetch fetch,
      Meters meters,
      Supplier<Intake> intake,
      Ledger ledger,
      Runnable tooManyPinned) {
    this.loop = loop;
    this.settings = settings;
    this.identity = identity;
    this.packages = packages;
    this.fetch = fetch;
    this.meters = meters;
    this.intake = intake;
    this.ledger = ledger;
    this.tooManyPinned = tooManyPinned;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Future<Boolean> learn(FleetSpec desired) {
    return loop.blocking(() -> packages.look(desired)).map(this::learnt).recover(this::blind);
  }

  /** What was known stays: a full disk must not take the slots' code away. */
  private Future<Boolean> blind(Throwable e) {
    var why = String.valueOf(e.getMessage());
    if (!why.equals(fault)) {
      fault = why;
      log.warn("cannot look at the code here worker={}", name(), e);
    }
    return Future.succeededFuture(false);
  }

  private boolean learnt(Packages.Look found) {
    fault = "";
    fetch.want(found.missing());
    meters.loadersPinned(found.pinned());
    var now = new CodeState(found.pinned(), fetch.complaints());
    var changed = !found.code().equals(code) || !now.equals(state);
    code = found.code();
    state = now;
    if (found.pinned() > settings.pinnedLoaders()) {
      tooManyPinned.run();
    }
    return changed;
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
        code.stream().filter(c -> !c.name().isEmpty()).map(Code::className).distinct().toList(),
        slots,
        leaving,
        stats,
        identity.rssBytes(),
        code,
        intake.get(),
        ledger(),
        state);
  }

  private LedgerReport ledger() {
    var kinds = new TreeMap<String, Balance>();
    ledger.totals().forEach((kind, balance) -> kinds.put(kind.word(), balance));
    return new LedgerReport(
        kinds, ledger.leaks().values().stream().mapToLong(Balance::opened).sum());
  }
}
