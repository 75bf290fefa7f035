package io.fleet.testkit.sim;

import io.fleet.config.ConfigHash;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A desired state that a simulated operator applies.
 *
 * @param crawl slots of the first automation
 * @param index slots of the second
 * @param version of the first one's config
 * @param paused whether the second is held back
 * @param profile of the fleet
 */
record Wanted(int crawl, int index, int version, boolean paused, String profile) {
  private static final Map<Wanted, String> TEXTS = new ConcurrentHashMap<>();
  private static final Map<String, FleetSpec> SPECS = new ConcurrentHashMap<>();

  static Wanted first(String profile) {
    return new Wanted(4, 2, 1, false, profile);
  }

  /** As the snapshot holds it. */
  String json() {
    return TEXTS.computeIfAbsent(this, Wanted::write);
  }

  /** A desired state that was read from a snapshot. */
  static FleetSpec read(String json) {
    return json.isEmpty() ? FleetSpec.empty() : SPECS.computeIfAbsent(json, FleetFile::fromJson);
  }

  /** The hash that slots of each automation should run. */
  static Map<String, String> hashes(FleetSpec fleet) {
    var hashes = new TreeMap<String, String>();
    fleet.automations().forEach((name, spec) -> hashes.put(name, ConfigHash.of(spec)));
    return hashes;
  }

  private static String write(Wanted wanted) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: sim }
        failover: %s
        defaults:
          restart: { attempts: 1000, delay: 1s, maxDelay: 4s }
        automations:
          crawl:
            class: Sim
            version: "1.0.0"
            slots: %d
            config: { v: %d }
            rollout: { maxUnavailable: 1 }
          index:
            class: Sim
            version: "1.0.0"
            slots: %d
            paused: %s
        """
            .formatted(wanted.profile, wanted.crawl, wanted.version, wanted.index, wanted.paused);
    var parsed = FleetFile.parse("fleet.yaml", yaml);
    return FleetFile.toJson(
        parsed.spec().orElseThrow(() -> new IllegalStateException("" + parsed.problems())));
  }
}
