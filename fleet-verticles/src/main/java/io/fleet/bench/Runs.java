package io.fleet.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;

/** The times of several runs of one thing. */
final class Runs {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final double[] millis;

  private Runs(double[] millis) {
    this.millis = millis;
  }

  /** Runs it; each run says how many nanoseconds of it count. */
  static Runs of(int warm, int runs, LongSupplier run) {
    var millis = new double[runs];
    for (var i = -warm; i < runs; i++) {
      var nanos = run.getAsLong();
      if (i >= 0) {
        millis[i] = nanos / 1e6;
      }
    }
    Arrays.sort(millis);
    return new Runs(millis);
  }

  /**
   * What something that runs on this thread alone costs, in nanoseconds of processor time: on
   * shared cores the time on the wall says how busy the neighbours are.
   */
  static long nanos(Runnable what) {
    var begin = THREADS.getCurrentThreadCpuTime();
    what.run();
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  double median() {
    return millis[millis.length / 2];
  }

  /** As a figure for which less is better. */
  Metric against(
      String metric, String reference, double referenceMillis, Map<String, String> settings) {
    return new Metric(
        "reconcile",
        metric,
        median(),
        "ms of processor time",
        reference,
        referenceMillis,
        referenceMillis / median(),
        settings,
        millis.length,
        millis[0],
        millis[millis.length - 1]);
  }
}
