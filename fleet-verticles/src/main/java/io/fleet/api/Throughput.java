package io.fleet.api;

import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Report;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.store.LeaderReader.Reported;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Rates over the last ten seconds from the workers' counters, which only grow within a boot. A
 * later boot starts at zero, so all it has counts; a worker that is seen for the first time is only
 * remembered, since its past is not of these ten seconds. Not thread-safe.
 */
final class Throughput {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private record Last(long boot, Map<String, AutomationStats> stats) {}

  private record Step(long fromNanos, long toNanos, Map<String, Sum> sums) {}

  private static final class Sum {
    private long ok;
    private long rejected;
    private long retried;
    private long bad;
    private long busyMillis;
    private double slotSeconds;
    private long p95 = -1;

    private void add(AutomationStats now, AutomationStats before) {
      ok += now.ok() - before.ok();
      rejected += now.rejected() - before.rejected();
      retried += now.retried() - before.retried();
      bad += now.failed() - before.failed() + now.timeout() - before.timeout();
      busyMillis += now.busyMillis() - before.busyMillis();
    }

    private void add(Sum other) {
      ok += other.ok;
      rejected += other.rejected;
      retried += other.retried;
      bad += other.bad;
      busyMillis += other.busyMillis;
      slotSeconds += other.slotSeconds;
      p95 = Math.max(p95, other.p95);
    }
  }

  private static final AutomationStats ZERO = new AutomationStats(0, 0, 0, 0, 0, 0, -1);

  private final Map<String, Last> lasts = new HashMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private long lastNanos = Long.MIN_VALUE;

  /** Takes the present reports. */
  void observe(Map<String, Reported> reports, long nanos) {
    var sums = new HashMap<String, Sum>();
    var seconds = lastNanos == Long.MIN_VALUE ? 0 : (nanos - lastNanos) / 1e9;
    reports.forEach((worker, reported) -> count(worker, reported, seconds, sums));
    lasts.keySet().retainAll(reports.keySet());
    if (lastNanos != Long.MIN_VALUE) {
      steps.addLast(new Step(lastNanos, nanos, sums));
    }
    lastNanos = nanos;
    while (!steps.isEmpty() && nanos - steps.getFirst().fromNanos() > WINDOW_NANOS) {
      steps.removeFirst();
    }
  }

  private void count(String worker, Reported reported, double seconds, Map<String, Sum> sums) {
    var report = reported.report();
    var last = lasts.put(worker, new Last(reported.boot(), report.stats()));
    if (last != null) {
      var restarted = last.boot() != reported.boot();
      report
          .stats()
          .forEach(
              (automation, now) -> {
                var before = restarted ? ZERO : last.stats().getOrDefault(automation, ZERO);
                var sum = sums.computeIfAbsent(automation, none -> new Sum());
                sum.add(now, total(now) < total(before) ? ZERO : before);
                sum.p95 = Math.max(sum.p95, now.p95Millis());
              });
    }
    slotSeconds(report, seconds, sums);
  }

  private static void slotSeconds(Report report, double seconds, Map<String, Sum> sums) {
    for (var slot : report.slots()) {
      if (slot.phase() == Phase.RUNNING || slot.phase() == Phase.STOPPING) {
        SlotId.parse(slot.slot())
            .ifPresent(
                id ->
                    sums.computeIfAbsent(id.automation(), none -> new Sum()).slotSeconds +=
                        seconds);
      }
    }
  }

  private static long total(AutomationStats s) {
    return s.ok() + s.rejected() + s.retried() + s.failed() + s.timeout();
  }

  /** The rates of every automation that was seen. */
  Map<String, Rates> rates() {
    var sums = new HashMap<String, Sum>();
    for (var step : steps) {
      step.sums().forEach((name, sum) -> sums.computeIfAbsent(name, none -> new Sum()).add(sum));
    }
    var rates = new HashMap<String, Rates>();
    if (!steps.isEmpty()) {
      var seconds = (steps.getLast().toNanos() - steps.getFirst().fromNanos()) / 1e9;
      sums.forEach((name, sum) -> rates.put(name, rates(sum, seconds)));
    }
    return rates;
  }

  private static Rates rates(Sum sum, double seconds) {
    var judged = sum.ok + sum.retried + sum.bad;
    return new Rates(
        seconds > 0 ? (sum.ok + sum.rejected + sum.bad) / seconds : 0,
        judged > 0 ? (double) sum.bad / judged : 0,
        sum.slotSeconds > 0 ? Math.min(1, sum.busyMillis / 1000.0 / sum.slotSeconds) : 0,
        sum.p95);
  }
}
