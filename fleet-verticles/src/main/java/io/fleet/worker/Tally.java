package io.fleet.worker;

import io.fleet.metrics.Executions;
import io.fleet.metrics.Meters;
import io.fleet.metrics.Meters.Outcome;
import io.fleet.protocol.AutomationStats;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the slots of one automation did since this worker's boot. Written by slot threads, read by
 * the heartbeat.
 */
final class Tally {
  private static final int KEPT = 512;

  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final LongAdder busyNanos = new LongAdder();
  private final AtomicLongArray recent = new AtomicLongArray(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  private final Executions executions;

  Tally(Meters meters, String automation) {
    executions = meters.executions(automation);
    for (var outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void ended(Outcome outcome, long nanos) {
    adder(outcome).increment();
    busyNanos.add(nanos);
    executions.ended(outcome, nanos);
    recent.set(Math.floorMod(next.getAndIncrement(), KEPT), nanos + 1);
  }

  AutomationStats stats() {
    return new AutomationStats(
        sum(Outcome.OK),
        sum(Outcome.REJECTED),
        sum(Outcome.RETRIED),
        sum(Outcome.FAILED),
        sum(Outcome.TIMEOUT),
        busyNanos.sum() / 1_000_000,
        p95Millis());
  }

  private LongAdder adder(Outcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome));
  }

  private long sum(Outcome outcome) {
    return adder(outcome).sum();
  }

  private long p95Millis() {
    var kept = new long[KEPT];
    var count = 0;
    for (var i = 0; i < KEPT; i++) {
      var nanos = recent.get(i);
      if (nanos > 0) {
        kept[count++] = nanos - 1;
      }
    }
    if (count == 0) {
      return -1;
    }
    Arrays.sort(kept, 0, count);
    return kept[Math.min(count - 1, count * 95 / 100)] / 1_000_000;
  }
}
