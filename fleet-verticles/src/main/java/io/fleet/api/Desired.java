package io.fleet.api;

import io.fleet.config.ConfigHash;
import io.fleet.config.FleetSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the fleet should be, as the leader published it.
 *
 * @param revision 0 before the first apply
 * @param hash of the spec; empty before the first apply
 * @param spec the whole fleet.yaml
 * @param configs the config hash that slots of an automation should run
 * @param atMillis wall clock of the apply; 0 when unknown
 * @param actor who applied it
 */
record Desired(
    long revision,
    String hash,
    FleetSpec spec,
    Map<String, String> configs,
    long atMillis,
    String actor) {
  /** Before the first apply. */
  static Desired none() {
    return new Desired(0, "", FleetSpec.empty(), Map.of(), 0, "");
  }

  /** Reads the leader's hash; throws {@link IllegalArgumentException} when its spec is not one. */
  static Desired read(Map<String, String> hash, Function<String, FleetSpec> parse) {
    var text = hash.getOrDefault("spec", "");
    if (text.isEmpty()) {
      return none();
    }
    var spec = parse.apply(text);
    var configs = new HashMap<String, String>();
    spec.automations().forEach((name, each) -> configs.put(name, ConfigHash.of(each)));
    return new Desired(
        Long.parseLong(hash.getOrDefault("revision", "0")),
        hash.getOrDefault("hash", ""),
        spec,
        configs,
        Long.parseLong(hash.getOrDefault("at", "0")),
        hash.getOrDefault("actor", ""));
  }

  /** How many slots are wanted in all. */
  int slots() {
    return spec.automations().values().stream().mapToInt(a -> a.slots()).sum();
  }
}
