package io.fleet.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The benches by name. Each starts what it needs, measures for seconds or minutes, and ends what it
 * started; the calling thread waits.
 *
 * @since 0.1
 */
public final class Benches {
  private interface Bench {
    List<Metric> measure(boolean quick) throws Exception;
  }

  private static final Map<String, Bench> ALL =
      new TreeMap<>(
          Map.of(
              "heal",
              HealBench::measure,
              "reconcile",
              ReconcileBench::measure,
              "streams",
              StreamsBench::measure,
              "store",
              StoreBench::measure,
              "worker",
              WorkerBench::measure));

  private Benches() {}

  /** What there is to measure. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Measures one; quick is smaller and shorter, for a look and not for a record. */
  public static List<Metric> measure(String name, boolean quick) throws Exception {
    var bench = ALL.get(name);
    if (bench == null) {
      throw new IllegalArgumentException("no benchmark is called " + name);
    }
    return bench.measure(quick);
  }
}
