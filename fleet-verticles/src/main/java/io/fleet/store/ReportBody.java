package io.fleet.store;

import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.LedgerReport;
import io.fleet.protocol.Report;
import io.fleet.protocol.Wire;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report in two texts: what stays while {@code bodyRev} stays, written when it changes, and the
 * counters, written with each heartbeat.
 */
final class ReportBody {
  private record Live(
      Map<String, AutomationStats> stats, long rssBytes, @Nullable LedgerReport ledger) {}

  private static final Function<Report, String> STEADY =
      Wire.writing(Report.class, "stats", "rssBytes", "ledger");

  private ReportBody() {}

  static String steady(Report report) {
    return STEADY.apply(report);
  }

  static String live(Report report) {
    return Wire.write(new Live(report.stats(), report.rssBytes(), report.ledger()));
  }

  static Report read(String steady, String live) {
    return Wire.read(steady, live, Report.class);
  }
}
