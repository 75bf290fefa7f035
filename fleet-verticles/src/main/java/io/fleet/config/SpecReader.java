package io.fleet.config;

import io.fleet.config.Yaml.Entry;
import io.fleet.config.Yaml.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the records of a file whose shape is right. */
final class SpecReader {
  // What the defaults may blow a file up to when they are written under every automation.
  private static final long MOST_WEIGHT = 8L << 20;

  private SpecReader() {}

  /** What only shows once the defaults are merged in; runs on a file of any shape. */
  static void check(Fields file, Findings findings) {
    var defaults = fields(file, "defaults");
    var weight = 0L;
    for (var each : fields(file, "automations").entries().entrySet()) {
      var path = Paths.child("automations", Words.clip(each.getKey()));
      weight += defaults.weight() + each.getValue().value().weight();
      if (weight > MOST_WEIGHT) {
        findings.add(
            defaults.at(), "defaults", "under every automation they add up to over 8 MiB", "");
        return;
      }
      var own = each.getValue().value();
      var merged = merged(own, defaults);
      if (!merged.entries().containsKey("version") && !Grammar.meansVersion(own)) {
        findings.add(
            each.getValue().at(),
            Paths.child(path, "version"),
            "missing",
            "Write what the jar's manifest says: version: \"1.0.0\"");
      }
      checkRestart(fields(merged, "restart"), path + ".restart", findings);
      checkMemory(merged, path, findings);
    }
  }

  private static void checkMemory(Fields merged, String path, Findings findings) {
    var memory = fields(merged, "resources").entries().get("memory");
    var mode = text(merged, "threading").orElse(Threading.VIRTUAL.word());
    if (memory == null || !Threading.words().contains(mode)) {
      return;
    }
    var small =
        textOf(memory.value())
            .flatMap(Bytes::parse)
            .filter(size -> size.compareTo(Threads.LEAST_PROCESS_MEMORY) < 0);
    if (mode.equals(Threading.PROCESS.word()) && small.isPresent()) {
      findings.add(
          memory.value().at(),
          path + ".resources.memory",
          "a process needs at least " + Threads.LEAST_PROCESS_MEMORY,
          "");
    }
  }

  private static void checkRestart(Fields restart, String path, Findings findings) {
    var delay = duration(restart, "delay").orElse(Restart.DEFAULT.delay());
    var maxDelay = duration(restart, "maxDelay").orElse(Restart.DEFAULT.maxDelay());
    if (delay.compareTo(maxDelay) > 0) {
      var asWritten = restart.entries().get("maxDelay");
      findings.add(
          asWritten == null ? restart.at() : asWritten.value().at(),
          path + ".maxDelay",
          Durations.format(maxDelay) + " is shorter than delay " + Durations.format(delay),
          "");
    }
  }

  /** The spec of a file in which nothing was found. */
  static FleetSpec read(Fields file) {
    var metadata = fields(file, "metadata");
    var defaults = fields(file, "defaults");
    var automations = new TreeMap<String, AutomationSpec>();
    fields(file, "automations")
        .entries()
        .forEach(
            (name, entry) ->
                automations.put(name, automation(name, merged(entry.value(), defaults))));
    var streams = new TreeMap<String, StreamSpec>();
    fields(file, "streams")
        .entries()
        .forEach((topic, entry) -> streams.put(topic, stream(topic, asFields(entry.value()))));
    return new FleetSpec(
        text(metadata, "name").orElse(""),
        labels(fields(metadata, "labels")),
        text(file, "failover")
            .map(name -> Failover.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(Failover.BALANCED),
        automations,
        streams);
  }

  static Fields merged(Yaml own, Fields defaults) {
    return asFields(own).over(defaults);
  }

  private static AutomationSpec automation(String name, Fields all) {
    var limits = fields(all, "limits");
    var placement = fields(all, "placement");
    return new AutomationSpec(
        name,
        text(all, "class").orElse(name),
        text(all, "version").orElse(""),
        whole(all, "slots", 1),
        text(all, "paused").map("true"::equals).orElse(false),
        CanonicalJson.write(CanonicalJson.of(fields(all, "config"))),
        restart(fields(all, "restart")),
        text(fields(all, "rollout"), "maxUnavailable").orElse("10%"),
        duration(limits, "executeTimeout").orElse(Duration.ofMinutes(5)),
        duration(fields(all, "drain"), "deadline").orElse(Duration.ofSeconds(30)),
        labels(fields(placement, "require")),
        text(placement, "spread").orElse(AutomationSpec.SPREAD_HOST),
        whole(placement, "maxSlotsPerHost", 0),
        duration(limits, "progress").orElse(AutomationSpec.NO_LIMIT),
        threads(all),
        AutomationSpec.ANY_CODE);
  }

  private static Threads threads(Fields all) {
    return new Threads(
        text(all, "threading").map(Threading::of).orElse(Threads.DEFAULT.mode()),
        text(fields(all, "resources"), "memory")
            .flatMap(Bytes::parse)
            .orElse(Threads.DEFAULT.memory()));
  }

  private static Restart restart(Fields written) {
    var otherwise = Restart.DEFAULT;
    return new Restart(
        whole(written, "attempts", otherwise.attempts()),
        duration(written, "within").orElse(otherwise.within()),
        duration(written, "delay").orElse(otherwise.delay()),
        text(written, "backoff").map(Double::parseDouble).orElse(otherwise.backoff()),
        duration(written, "maxDelay").orElse(otherwise.maxDelay()),
        text(written, "then").map("keep-trying"::equals).orElse(otherwise.keepTrying()));
  }

  private static StreamSpec stream(String topic, Fields written) {
    var otherwise = StreamSpec.defaults(topic);
    return new StreamSpec(
        topic,
        whole(written, "window", otherwise.window()),
        whole(fields(written, "retention"), "maxLength", otherwise.maxLength()),
        whole(written, "maxAttempts", otherwise.maxAttempts()));
  }

  private static Map<String, String> labels(Fields written) {
    var labels = new LinkedHashMap<String, String>();
    written
        .entries()
        .forEach((key, entry) -> textOf(entry.value()).ifPresent(text -> labels.put(key, text)));
    return labels;
  }

  private static Fields fields(Fields map, String name) {
    var entry = map.entries().get(name);
    return entry == null ? Fields.of(map.at(), new LinkedHashMap<>()) : asFields(entry.value());
  }

  private static Fields asFields(Yaml value) {
    return value instanceof Fields fields
        ? fields
        : Fields.of(value.at(), new LinkedHashMap<String, Entry>());
  }

  private static int whole(Fields map, String name, int otherwise) {
    return text(map, name).map(Integer::parseInt).orElse(otherwise);
  }

  private static Optional<Duration> duration(Fields map, String name) {
    return text(map, name).flatMap(Durations::parse);
  }

  private static Optional<String> text(Fields map, String name) {
    return Optional.ofNullable(map.entries().get(name))
        .map(Entry::value)
        .flatMap(SpecReader::textOf);
  }

  private static Optional<String> textOf(Yaml value) {
    return value instanceof Yaml.Text text ? Optional.of(text.text()) : Optional.empty();
  }
}
