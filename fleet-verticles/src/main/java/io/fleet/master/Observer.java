package io.fleet.master;

import io.fleet.protocol.Beat;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.reconcile.WorkerView;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderReader.Reported;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the workers with the leader's own monotonic clock: a worker is as old as the moment at
 * which this leader last saw a new beat of it. Bodies are read only when they changed, so a pass
 * costs what changed.
 */
final class Observer {
  private static final class Seen {
    private String beat = "";
    private long sinceNanos;
    private @Nullable Report report;
    // The same map as long as the report is the same: what did not change is not compared again.
    private Map<String, SlotReport> slots = Map.of();
    private long reportBoot;
    private long reportRev = -1;
  }

  private final LeaderReader reader;
  private final LongSupplier nanos;
  private final long startNanos;
  private final Map<String, Seen> seen = new HashMap<>();

  Observer(LeaderReader reader, LongSupplier nanos) {
    this.reader = reader;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  /** How long this leader has been watching. */
  long watchingMillis() {
    return (nanos.getAsLong() - startNanos) / 1_000_000;
  }

  /** Looks at every worker that beats or is named by a slot. */
  Future<Map<String, WorkerView>> look(Collection<String> named) {
    return reader
        .beats()
        .compose(
            beats -> {
              var changed = note(beats);
              var all = new TreeSet<>(beats.keySet());
              all.addAll(named);
              var names = List.copyOf(all);
              return Future.all(reader.certificates(names), reader.reports(changed))
                  .map(
                      both -> {
                        Map<String, Long> certificates = both.resultAt(0);
                        Map<String, Reported> reports = both.resultAt(1);
                        keep(beats, reports);
                        return views(names, certificates);
                      });
            });
  }

  /** Notes who beat, and says whose body must be read. */
  private List<String> note(Map<String, String> beats) {
    var now = nanos.getAsLong();
    var changed = new ArrayList<String>();
    seen.keySet().retainAll(beats.keySet());
    beats.forEach(
        (worker, text) -> {
          var known = seen.computeIfAbsent(worker, name -> fresh());
          if (!known.beat.equals(text)) {
            // The first sight counts as a beat from when we began to lead: no verdict before T_dead
            // of our own watching.
            known.sinceNanos = known.beat.isEmpty() && watchingMillis() < 1_000 ? startNanos : now;
            known.beat = text;
          }
          var beat = Beat.parse(text);
          if (beat.boot() != known.reportBoot || beat.bodyRev() != known.reportRev) {
            changed.add(worker);
          }
        });
    return changed;
  }

  private Seen fresh() {
    var fresh = new Seen();
    fresh.sinceNanos = nanos.getAsLong();
    return fresh;
  }

  private void keep(Map<String, String> beats, Map<String, Reported> reports) {
    reports.forEach(
        (worker, reported) -> {
          var known = seen.get(worker);
          if (known == null) {
            return;
          }
          var beat = Beat.parse(beats.getOrDefault(worker, known.beat));
          known.report = reported.report();
          known.slots = latest(reported.report());
          known.reportBoot = reported.boot();
          // A body newer than the beat has a revision we do not know: it is read once more with the
          // next beat.
          known.reportRev =
              reported.boot() == beat.boot() && reported.seq() == beat.seq() ? beat.bodyRev() : -1;
        });
  }

  private Map<String, WorkerView> views(List<String> names, Map<String, Long> certificates) {
    var now = nanos.getAsLong();
    var views = new TreeMap<String, WorkerView>();
    for (var name : names) {
      var known = seen.get(name);
      long certificate = certificates.getOrDefault(name, 0L);
      views.put(
          name,
          known == null
              ? WorkerView.unheard(name, watchingMillis(), certificate)
              : view(name, known, certificate, now));
    }
    return views;
  }

  private static WorkerView view(String name, Seen known, long certificate, long now) {
    var beat = Beat.parse(known.beat);
    var report = known.reportBoot == beat.boot() ? known.report : null;
    var view =
        new WorkerView(
            name,
            beat.boot(),
            known.beat,
            // What it has seen counts only with its report beside it: a body that we lack is no
            // proof
            // of absence.
            report == null ? 0 : beat.seen(),
            (now - known.sinceNanos) / 1_000_000,
            certificate,
            report == null ? 0 : report.capacity(),
            report == null ? Map.of() : report.labels(),
            report != null && report.leaving(),
            report == null || Report.speaks(report.version()),
            report == null ? Map.of() : known.slots,
            report == null ? "" : report.host().isEmpty() ? name : report.host(),
            report == null ? null : report.code());
    return report == null ? view : view.takes(report.takes());
  }

  /** Of each slot the latest generation. */
  private static Map<String, SlotReport> latest(Report report) {
    var slots = new HashMap<String, SlotReport>();
    report
        .slots()
        .forEach(slot -> slots.merge(slot.slot(), slot, (a, b) -> a.gen() >= b.gen() ? a : b));
    return Map.copyOf(slots);
  }
}
