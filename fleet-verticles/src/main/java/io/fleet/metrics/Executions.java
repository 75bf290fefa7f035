package io.fleet.metrics;

import io.fleet.metrics.Meters.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The meters of the executions of one automation, found once: to find them costs more than a small
 * execution. Thread-safe and never blocks.
 *
 * @since 0.1
 */
public final class Executions {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2)
  };

  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Timer timer;

  Executions(MeterRegistry registry, Tags automation) {
    for (var outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          registry.counter("fleet.executions", automation.and("outcome", outcome.label())));
    }
    timer =
        Timer.builder("fleet.execute")
            .tags(automation)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** One ended so, and took so long. */
  public void ended(Outcome outcome, long nanos) {
    Objects.requireNonNull(outcomes.get(outcome)).increment();
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }
}
