package io.fleet.api;

import java.util.Map;
import java.util.Optional;

/**
 * Who leads.
 *
 * @param leader its name, which is its token up to the last slash; empty when nobody does
 * @param epoch the present one; 0 before the first
 * @param state LEADING, RECOVERING, or STANDBY when nobody leads
 */
record Master(String leader, long epoch, String state) {
  static Master of(Optional<String> token, Map<String, String> meta) {
    var run = meta.getOrDefault("runId", "");
    var clean = meta.getOrDefault("cleanRunId", run);
    var state = token.isEmpty() ? "STANDBY" : run.equals(clean) ? "LEADING" : "RECOVERING";
    return new Master(
        token.orElse("").replaceFirst("/[^/]*$", ""),
        Long.parseLong(meta.getOrDefault("epoch", "0")),
        state);
  }

  boolean absent() {
    return leader.isEmpty();
  }
}
