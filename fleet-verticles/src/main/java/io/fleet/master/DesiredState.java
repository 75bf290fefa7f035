package io.fleet.master;

import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigHash;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.config.SpecJson;
import io.fleet.protocol.Code;
import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.Wire;
import io.fleet.reconcile.Desired;
import io.fleet.reconcile.Will;
import io.fleet.snapshot.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The desired state of one revision, ready for the reconciler and for Redis. Immutable. */
record DesiredState(Snapshot source, FleetSpec fleet, Desired desired) {
  static DesiredState of(Snapshot snapshot) {
    var fleet = snapshot.spec().isEmpty() ? FleetSpec.empty() : FleetFile.fromJson(snapshot.spec());
    var hashes = new HashMap<String, String>();
    fleet.automations().forEach((name, automation) -> hashes.put(name, ConfigHash.of(automation)));
    return new DesiredState(
        snapshot, fleet, new Desired(fleet, hashes, Will.of(snapshot.intents())));
  }

  /** What each slot's config hash stands for. */
  Map<String, String> configs() {
    var configs = new HashMap<String, String>();
    for (AutomationSpec automation : fleet.automations().values()) {
      configs.put(desired.hashes().get(automation.name()), SpecJson.write(automation));
    }
    return configs;
  }

  /** The code that workers are asked for. */
  Set<Code> code() {
    return fleet.automations().values().stream().map(Code::of).collect(Collectors.toSet());
  }

  /** The fields of the {@code intent} hash. */
  Map<String, String> intents() {
    var intents = new HashMap<String, String>();
    source.intents().forEach(intent -> intents.put(intent.name(), Wire.write(intent)));
    return intents;
  }

  /** How many slots should run, as far as nobody holds them back. */
  int slots() {
    return fleet.automations().values().stream()
        .filter(automation -> !automation.paused() && !held(automation.name()))
        .mapToInt(AutomationSpec::slots)
        .sum();
  }

  private boolean held(String automation) {
    return source.intents().stream()
        .filter(each -> each.kind() == Kind.PAUSE || each.kind() == Kind.QUARANTINE)
        .anyMatch(each -> each.target().equals(automation));
  }

  /** The fields of the {@code desired} hash. */
  Map<String, String> fields() {
    return Map.of(
        "revision", "" + source.revision(),
        "hash", source.hash(),
        "spec", source.spec(),
        "actor", source.actor(),
        "at", "" + source.atMillis());
  }
}
