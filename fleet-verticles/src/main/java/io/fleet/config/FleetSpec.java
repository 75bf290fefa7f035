package io.fleet.config;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A whole fleet.yaml, checked and with every default filled in. Immutable.
 *
 * @param name the fleet's name, for people
 * @param labels go on events and alerts
 * @param failover the timing profile
 * @param automations by name
 * @param streams by topic; topics that are not named have {@link StreamSpec#defaults}
 * @since 0.1
 */
public record FleetSpec(
    String name,
    Map<String, String> labels,
    Failover failover,
    SortedMap<String, AutomationSpec> automations,
    SortedMap<String, StreamSpec> streams) {
  public FleetSpec {
    labels = Map.copyOf(labels);
    automations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(automations));
    streams = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(streams));
  }

  /** A fleet without automations, which is what a master holds before the first apply. */
  public static FleetSpec empty() {
    return new FleetSpec("default", Map.of(), Failover.BALANCED, new TreeMap<>(), new TreeMap<>());
  }

  /** The same fleet with each automation as {@code change} gives it. */
  public FleetSpec withEach(UnaryOperator<AutomationSpec> change) {
    var changed = new TreeMap<String, AutomationSpec>();
    automations.forEach((automation, spec) -> changed.put(automation, change.apply(spec)));
    return new FleetSpec(name, labels, failover, changed, streams);
  }

  /** The settings of a topic. */
  public StreamSpec stream(String topic) {
    var named = streams.get(topic);
    return named == null ? StreamSpec.defaults(topic) : named;
  }
}
