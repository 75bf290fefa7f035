package io.fleet.config;

import java.util.Set;

/** What may stand under one key of fleet.yaml. */
@FunctionalInterface
interface Rule {
  /** Finds everything that is wrong with the value, and below it. */
  void check(Yaml value, String path, Findings findings);

  /** The sentence that refuses a field which this version does not have; empty for all others. */
  default String later() {
    return "";
  }

  /** The names of the fields below, for a hint to a field that stands one level too high. */
  default Set<String> below() {
    return Set.of();
  }
}
