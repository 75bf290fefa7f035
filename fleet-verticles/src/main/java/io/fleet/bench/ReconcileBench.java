package io.fleet.bench;

import io.fleet.reconcile.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pass of the reconciler costs, against a plain diff of two hash maps of as many entries:
 * when nothing changed, when one slot in a hundred failed, when a worker died, and from nothing.
 *
 * @since 0.1
 */
public final class ReconcileBench {
  private static final String LIMIT = "limit:hash-map-diff";

  private ReconcileBench() {}

  /** Measures; takes about a minute, or some seconds when it is to be quick. */
  public static List<Metric> measure(boolean quick) {
    var largest = quick ? 20_000 : 100_000;
    var runs = quick ? 5 : 15;
    var metrics = new ArrayList<Metric>();
    // The first round warms the machine up for the curve as well.
    round(largest, runs, new ArrayList<>());
    var curves = new TreeMap<String, List<Double>>();
    for (var size : new int[] {largest / 8, largest / 4, largest / 2, largest}) {
      var round = new ArrayList<Metric>();
      round(size, runs, round);
      round.forEach(
          each ->
              curves.computeIfAbsent(each.metric(), name -> new ArrayList<>()).add(each.value()));
      metrics.addAll(round);
    }
    curves.forEach((metric, values) -> metrics.add(growth(metric, values, runs)));
    metrics.add(moves(largest));
    return metrics;
  }

  private static void round(int size, int runs, List<Metric> metrics) {
    var fleet = new TableFleet(size);
    var settings = settings(fleet);
    var diff = new MapDiff(size);
    var limit = Runs.of(runs, runs, diff::run);
    var reference = limit.median();
    metrics.add(
        Runs.of(2, Math.max(3, runs / 2), () -> placement(fleet))
            .against("full_placement", LIMIT, reference, settings));
    var settled = new TableFleet(size);
    settled.settle();
    metrics.add(
        Runs.of(runs, runs, () -> steady(settled))
            .against("pass_steady", LIMIT, reference, settings));
    metrics.add(
        Runs.of(2, runs, () -> changed(settled))
            .against("pass_changed_1pct", LIMIT, reference, settings));
    metrics.add(
        Runs.of(2, runs, () -> lost(settled))
            .against("worker_lost_plan", LIMIT, reference, settings));
  }

  private static Map<String, String> settings(TableFleet fleet) {
    return Map.of("slots", "" + fleet.size, "workers", "" + fleet.workers, "automations", "100");
  }

  private static long placement(TableFleet fleet) {
    fleet.forget();
    return Runs.nanos(() -> expect(fleet.plan(), fleet.size));
  }

  private static long steady(TableFleet fleet) {
    fleet.beat();
    return Runs.nanos(() -> expect(fleet.plan(), 0));
  }

  private static long changed(TableFleet fleet) {
    fleet.fail();
    fleet.beat();
    var nanos = Runs.nanos(() -> fleet.write(expect(fleet.plan(), fleet.workers)));
    fleet.obey(fleet.last());
    fleet.settle();
    fleet.later();
    fleet.settle();
    fleet.later();
    return nanos;
  }

  /** To free what it held and to give it to others: two passes. */
  private static long lost(TableFleet fleet) {
    var held = new int[1];
    var worker = fleet.another();
    fleet.certify(worker, false);
    var nanos =
        Runs.nanos(
            () -> {
              var freed = fleet.plan();
              fleet.write(freed);
              var given = fleet.plan();
              expect(given, freed.moves().size());
              held[0] = freed.moves().size();
              fleet.write(given);
            });
    fleet.obey(fleet.last());
    fleet.certify(worker, true);
    fleet.settle();
    if (held[0] < 50) {
      throw new IllegalStateException("worker " + worker + " held only " + held[0]);
    }
    return nanos;
  }

  private static Step expect(Step step, int moves) {
    if (step.moves().size() != moves) {
      throw new IllegalStateException("expected " + moves + " moves, found " + step.moves().size());
    }
    return step;
  }

  /** How a figure grows when the fleet doubles: the mean of the curve, its least and greatest. */
  private static Metric growth(String metric, List<Double> values, int runs) {
    var greatest = 0.0;
    var least = Double.MAX_VALUE;
    var curve = new HashMap<String, String>();
    for (var i = 0; i < values.size(); i++) {
      curve.put((1 << i) + "x", String.format(java.util.Locale.ROOT, "%.3f ms", values.get(i)));
      if (i > 0) {
        var factor = values.get(i) / values.get(i - 1);
        greatest = Math.max(greatest, factor);
        least = Math.min(least, factor);
      }
    }
    var doublings = values.size() - 1;
    var mean = Math.pow(values.getLast() / values.getFirst(), 1.0 / doublings);
    return new Metric(
        "reconcile",
        "growth_" + metric,
        mean,
        "x",
        "limit:2.2",
        2.2,
        2.2 / mean,
        curve,
        runs,
        least,
        greatest);
  }

  /** Slots that are taken down after two changes of placement, beside those that must be. */
  private static Metric moves(int size) {
    var fleet = new TableFleet(size);
    fleet.settle();
    // The hosts of one zone have more of it than they may have from now on.
    fleet.want(0, Map.of("zone", "zone-1"), 0);
    fleet.want(1, Map.of(), 2);
    var must = fleet.misplaced(0) + fleet.misplaced(1);
    var moved = fleet.settle();
    var left = fleet.misplaced(0) + fleet.misplaced(1);
    return new Metric(
        "reconcile",
        "moved_slots",
        moved,
        "slots",
        "limit:minimum",
        must,
        moved == 0 ? 0 : (double) must / moved,
        Map.of("slots", "" + size, "left", "" + left),
        1,
        moved,
        moved);
  }

  @SuppressWarnings("SystemOut") // the figures are the program's result
  static void main(String[] args) {
    for (var metric : measure(List.of(args).contains("--quick"))) {
      System.out.println(metric);
    }
  }
}
