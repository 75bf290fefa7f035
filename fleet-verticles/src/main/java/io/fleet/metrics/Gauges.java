package io.fleet.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Gauges that are set, not sampled; each keeps its last value. Thread-safe. */
final class Gauges {
  private record Key(String name, Tags tags) {}

  private record Held(AtomicReference<Double> value, Gauge gauge) {}

  private final MeterRegistry registry;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void set(String name, Tags tags, double value) {
    held.computeIfAbsent(new Key(name, tags), this::register).value().set(value);
  }

  void set(String name, Tags tags, long value) {
    set(name, tags, (double) value);
  }

  /** Drops every gauge with this tag, so that a removed automation leaves no series behind. */
  void drop(String tag, String value) {
    held.entrySet()
        .removeIf(
            entry -> {
              var gone =
                  entry.getKey().tags().stream()
                      .anyMatch(t -> t.getKey().equals(tag) && t.getValue().equals(value));
              if (gone) {
                registry.remove(entry.getValue().gauge());
              }
              return gone;
            });
  }

  private Held register(Key key) {
    var value = new AtomicReference<>(0.0);
    return new Held(
        value,
        Gauge.builder(key.name(), value, AtomicReference::get).tags(key.tags()).register(registry));
  }
}
