package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Specs as canonical JSON text and back: keys sorted, durations in milliseconds, every default
 * written out. Safe for any thread.
 *
 * @since 0.1
 */
public final class SpecJson {
  private static final String FORMAT = "fleet/v1";

  private SpecJson() {}

  /** The canonical JSON text of one automation. */
  public static String write(AutomationSpec spec) {
    return CanonicalJson.write(node(spec));
  }

  /**
   * The automation of a text by {@link #write(AutomationSpec)}. Throws {@link
   * IllegalArgumentException} with one clear sentence when it is not.
   */
  public static AutomationSpec readAutomation(String json) {
    return automation(CanonicalJson.read(json));
  }

  static String write(FleetSpec spec) {
    var node = CanonicalJson.NODES.objectNode();
    node.put("apiVersion", FORMAT);
    node.put("name", spec.name());
    node.set("labels", labels(spec.labels()));
    node.put("failover", spec.failover().name());
    var automations = node.putObject("automations");
    spec.automations().forEach((name, each) -> automations.set(name, node(each)));
    var streams = node.putObject("streams");
    spec.streams()
        .forEach(
            (topic, each) ->
                streams
                    .putObject(topic)
                    .put("window", each.window())
                    .put("maxLength", each.maxLength())
                    .put("maxAttempts", each.maxAttempts()));
    return CanonicalJson.write(node);
  }

  static FleetSpec readFleet(String json) {
    var node = CanonicalJson.read(json);
    var format = text(node, "apiVersion");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("stored as " + Words.clip(format) + ", not " + FORMAT);
    }
    var automations = new TreeMap<String, AutomationSpec>();
    field(node, "automations")
        .properties()
        .forEach(each -> automations.put(each.getKey(), automation(each.getValue())));
    var streams = new TreeMap<String, StreamSpec>();
    field(node, "streams")
        .properties()
        .forEach(
            each ->
                streams.put(
                    each.getKey(),
                    new StreamSpec(
                        each.getKey(),
                        whole(each.getValue(), "window"),
                        whole(each.getValue(), "maxLength"),
                        whole(each.getValue(), "maxAttempts"))));
    return new FleetSpec(
        text(node, "name"),
        labels(field(node, "labels")),
        Failover.valueOf(text(node, "failover")),
        automations,
        streams);
  }

  private static ObjectNode node(AutomationSpec spec) {
    var node = CanonicalJson.NODES.objectNode();
    node.put("name", spec.name());
    node.put("class", spec.className());
    node.put("version", spec.version());
    node.put("slots", spec.slots());
    node.put("paused", spec.paused());
    node.set("config", CanonicalJson.read(spec.config()));
    node.putObject("restart")
        .put("attempts", spec.restart().attempts())
        .put("withinMillis", spec.restart().within().toMillis())
        .put("delayMillis", spec.restart().delay().toMillis())
        .put("backoff", spec.restart().backoff())
        .put("maxDelayMillis", spec.restart().maxDelay().toMillis())
        .put("keepTrying", spec.restart().keepTrying());
    node.put("maxUnavailable", spec.maxUnavailable());
    node.put("executeTimeoutMillis", spec.executeTimeout().toMillis());
    node.put("drainDeadlineMillis", spec.drainDeadline().toMillis());
    node.set("require", labels(spec.require()));
    node.put("spread", spec.spread());
    node.put("maxSlotsPerHost", spec.maxSlotsPerHost());
    node.put("progressMillis", spec.progress().toMillis());
    node.put("threading", spec.threads().mode().word());
    node.put("memory", spec.threads().memory().count());
    if (!spec.code().isEmpty()) {
      node.put("code", spec.code());
    }
    return node;
  }

  private static AutomationSpec automation(JsonNode node) {
    var restart = field(node, "restart");
    return new AutomationSpec(
        text(node, "name"),
        text(node, "class"),
        text(node, "version"),
        whole(node, "slots"),
        field(node, "paused").booleanValue(),
        CanonicalJson.write(field(node, "config")),
        new Restart(
            whole(restart, "attempts"),
            millis(restart, "withinMillis"),
            millis(restart, "delayMillis"),
            field(restart, "backoff").doubleValue(),
            millis(restart, "maxDelayMillis"),
            restart.has("keepTrying") && restart.get("keepTrying").booleanValue()),
        text(node, "maxUnavailable"),
        millis(node, "executeTimeoutMillis"),
        millis(node, "drainDeadlineMillis"),
        labels(field(node, "require")),
        // Specs that were stored before there was a choice have none of these.
        node.has("spread") ? text(node, "spread") : AutomationSpec.SPREAD_HOST,
        node.has("maxSlotsPerHost") ? whole(node, "maxSlotsPerHost") : 0,
        node.has("progressMillis") ? millis(node, "progressMillis") : AutomationSpec.NO_LIMIT,
        node.has("threading") ? threads(node) : Threads.DEFAULT,
        node.has("code") ? text(node, "code") : AutomationSpec.ANY_CODE);
  }

  private static Threads threads(JsonNode node) {
    return new Threads(
        Threading.of(text(node, "threading")), new Bytes(field(node, "memory").longValue()));
  }

  private static ObjectNode labels(Map<String, String> labels) {
    var node = CanonicalJson.NODES.objectNode();
    labels.forEach(node::put);
    return node;
  }

  private static Map<String, String> labels(JsonNode node) {
    var labels = new LinkedHashMap<String, String>();
    node.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return labels;
  }

  private static JsonNode field(JsonNode node, String name) {
    var field = node.get(name);
    if (field == null || field.isNull()) {
      throw new IllegalArgumentException("the stored fleet has no field " + name);
    }
    return field;
  }

  private static String text(JsonNode node, String name) {
    var field = field(node, name);
    if (!field.isTextual()) {
      throw new IllegalArgumentException("the stored field " + name + " is no text");
    }
    return field.textValue();
  }

  private static int whole(JsonNode node, String name) {
    var field = field(node, name);
    if (!field.canConvertToInt()) {
      throw new IllegalArgumentException("the stored field " + name + " is no whole number");
    }
    return field.intValue();
  }

  private static Duration millis(JsonNode node, String name) {
    var field = field(node, name);
    if (!field.canConvertToLong()) {
      throw new IllegalArgumentException("the stored field " + name + " is no duration");
    }
    return Duration.ofMillis(field.longValue());
  }
}
