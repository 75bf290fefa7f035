package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fleets by chance: as JSON and as YAML they come back as they were; torn files never throw. */
final class FleetRoundTripPropertyTest {
  private static final int FLEETS = 300;

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void json_and_yaml_bring_back_the_same_fleet() {
    for (var i = 0; i < FLEETS; i++) {
      var fleet = fleet();
      var json = FleetFile.toJson(fleet);
      var told = "-Dfleet.seed=" + seed + " fleet " + i;
      assertThat(FleetFile.fromJson(json)).as(told).isEqualTo(fleet);
      assertThat(FleetFile.toJson(FleetFile.fromJson(json))).as(told).isEqualTo(json);
      var parsed = FleetFile.parse("fleet.yaml", yaml(fleet));
      assertThat(parsed.problems()).as(told).isEmpty();
      assertThat(parsed.spec()).as(told).contains(fleet);
      for (var each : fleet.automations().values()) {
        assertThat(SpecJson.readAutomation(SpecJson.write(each))).as(told).isEqualTo(each);
      }
    }
  }

  @Test
  void a_torn_file_is_told_of_and_never_throws() {
    var torn = "[]{}:,-&*!|>'\"%@`\t\n #?~<a1.\u0000\u0085\ufeff\ud83d";
    for (var i = 0; i < FLEETS; i++) {
      var text = new StringBuilder(yaml(fleet()));
      for (var edits = random.nextInt(1, 12); edits > 0; edits--) {
        var at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, torn.charAt(random.nextInt(torn.length())));
          case 1 -> text.insert(at, torn.charAt(random.nextInt(torn.length())));
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 30)));
        }
      }
      var parsed = FleetFile.parse("fleet.yaml", text.toString());
      assertThat(parsed.spec().isPresent())
          .as("-Dfleet.seed=" + seed + "\n" + text)
          .isEqualTo(parsed.problems().isEmpty());
      assertThat(ProblemReport.of(parsed).isEmpty()).isEqualTo(parsed.problems().isEmpty());
    }
  }

  private FleetSpec fleet() {
    var automations = new TreeMap<String, AutomationSpec>();
    for (var i = random.nextInt(5); i > 0; i--) {
      var name = word("abcdefghijklmnopqrstuvwxyz", 1) + word("abc019-", random.nextInt(12));
      automations.put(name, automation(name));
    }
    var streams = new TreeMap<String, StreamSpec>();
    for (var i = random.nextInt(4); i > 0; i--) {
      var topic = "t" + word("abc019-.", random.nextInt(20));
      streams.put(
          topic,
          new StreamSpec(
              topic,
              random.nextInt(1, 1_000_000),
              random.nextInt(1, 100_000_000),
              random.nextInt(1, 1_000)));
    }
    return new FleetSpec(
        word("abc XYZ'\"#:é🦊\\", random.nextInt(1, 20)).strip() + "x",
        labels(),
        List.of(Failover.values()).get(random.nextInt(3)),
        automations,
        streams);
  }

  private AutomationSpec automation(String name) {
    var delay = duration(1);
    return new AutomationSpec(
        name,
        "x." + word("ABCxyz_$", random.nextInt(1, 20)),
        random.nextInt(20) + "." + random.nextInt(20) + word("-+.ab", random.nextInt(3)),
        random.nextInt(100_001),
        random.nextBoolean(),
        CanonicalJson.write(
            CanonicalJson.NODES.objectNode().set("deep", CanonicalJson.read(json(4)))),
        new Restart(
            random.nextInt(1, 1_000),
            duration(1),
            delay,
            random.nextInt(4, 401) / 4.0,
            delay.plusMillis(random.nextInt(100_000)),
            random.nextBoolean()),
        random.nextBoolean() ? random.nextInt(1, 101) + "%" : "" + random.nextInt(1, 100_000),
        duration(1),
        duration(0),
        labels(),
        random.nextInt(3) > 0
            ? random.nextBoolean() ? "host" : "none"
            : "l" + word("ab/._-", random.nextInt(9)),
        random.nextInt(3) == 0 ? 0 : random.nextInt(1, 100_001),
        random.nextBoolean() ? AutomationSpec.NO_LIMIT : duration(1),
        threads(),
        AutomationSpec.ANY_CODE);
  }

  private Threads threads() {
    var mode = Threading.values()[random.nextInt(Threading.values().length)];
    return mode == Threading.PROCESS && random.nextBoolean()
        ? new Threads(mode, Bytes.ofMebi(random.nextInt(96, 5_000)))
        : new Threads(mode, new Bytes(0));
  }

  private String json(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> "null";
      case 1 -> "" + random.nextBoolean();
      case 2 -> "" + random.nextLong();
      case 3 -> "" + (random.nextDouble() - 0.5) * 1e6;
      case 4 -> "\"" + word("ab1-. :#{}[],&*!|>'%@~éñ🦊", random.nextInt(20)) + "\"";
      case 5 -> "\"" + random.nextInt(100) + "\"";
      case 6 -> "[" + json(depth - 1) + "," + json(depth - 1) + "]";
      default -> "{\"b b\":" + json(depth - 1) + ",\"a.[\":" + json(depth - 1) + "}";
    };
  }

  private Duration duration(int least) {
    var count = random.nextInt(least, 1_000);
    return switch (random.nextInt(5)) {
      case 0 -> Duration.ofMillis(count);
      case 1 -> Duration.ofSeconds(count);
      case 2 -> Duration.ofMinutes(count);
      case 3 -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    for (var i = random.nextInt(3); i > 0; i--) {
      labels.put("l" + word("ab/._-", random.nextInt(9)), word("ab01:*#", random.nextInt(1, 9)));
    }
    return labels;
  }

  private String word(String alphabet, int points) {
    var all = alphabet.codePoints().toArray();
    var word = new StringBuilder();
    for (var i = 0; i < points; i++) {
      word.appendCodePoint(all[random.nextInt(all.length)]);
    }
    return word.toString();
  }

  private static String yaml(FleetSpec fleet) {
    var out =
        new StringBuilder("apiVersion: fleet/v1\nkind: Fleet\n")
            .append(
                "metadata: { name: %s, labels: %s }\n"
                    .formatted(quoted(fleet.name()), map(fleet.labels())))
            .append(
                "failover: " + fleet.failover().name().toLowerCase(java.util.Locale.ROOT) + "\n")
            .append("automations:\n");
    for (var each : fleet.automations().values()) {
      out.append("  " + each.name() + ":\n");
      out.append("    class: " + quoted(each.className()) + "\n");
      out.append("    version: " + quoted(each.version()) + "\n");
      out.append("    slots: " + each.slots() + "\n");
      out.append("    paused: " + each.paused() + "\n");
      out.append("    config: " + each.config() + "\n");
      out.append(
          "    restart: { attempts: %d, within: %s, delay: %s, backoff: %s, maxDelay: %s, then: %s }\n"
              .formatted(
                  each.restart().attempts(),
                  Durations.format(each.restart().within()),
                  Durations.format(each.restart().delay()),
                  each.restart().backoff(),
                  Durations.format(each.restart().maxDelay()),
                  each.restart().keepTrying() ? "keep-trying" : "quarantine"));
      out.append("    rollout: { maxUnavailable: " + each.maxUnavailable() + " }\n");
      out.append(
          "    limits: { executeTimeout: "
              + Durations.format(each.executeTimeout())
              + (each.progress().isZero() ? "" : ", progress: " + Durations.format(each.progress()))
              + " }\n");
      out.append("    drain: { deadline: " + Durations.format(each.drainDeadline()) + " }\n");
      out.append("    placement:\n      require: " + map(each.require()) + "\n");
      out.append("      spread: " + each.spread() + "\n");
      if (each.maxSlotsPerHost() > 0) {
        out.append("      maxSlotsPerHost: " + each.maxSlotsPerHost() + "\n");
      }
      out.append("    threading: " + each.threads().mode().word() + "\n");
      if (each.threads().memory().count() > 0) {
        out.append("    resources: { memory: " + each.threads().memory() + " }\n");
      }
    }
    out.append("streams:\n");
    for (var each : fleet.streams().values()) {
      out.append(
          "  %s: { window: %d, maxAttempts: %d, retention: { maxLength: %d } }\n"
              .formatted(
                  quoted(each.topic()), each.window(), each.maxAttempts(), each.maxLength()));
    }
    return out.toString();
  }

  private static String map(Map<String, String> labels) {
    var node = CanonicalJson.NODES.objectNode();
    labels.forEach(node::put);
    return CanonicalJson.write(node);
  }

  private static String quoted(String text) {
    return CanonicalJson.write(CanonicalJson.NODES.textNode(text));
  }
}
