package io.fleet.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who leads.
 *
 * @param leader its name, which is its token up to the last slash; empty when nobody does
 * @param epoch the last that was begun; 0 before the first
 * @param state LEADING, RECOVERING while its epoch is not begun or the slots are not judged yet, or
 *     STANDBY when nobody leads
 * @param standbys who would lead if nobody did, by name
 */
record Master(String leader, long epoch, String state, List<String> standbys) {
  static Master of(Optional<String> token, Map<String, String> meta, List<String> standbys) {
    var run = meta.getOrDefault("runId", "");
    var clean = meta.getOrDefault("cleanRunId", run);
    var begun = token.map(t -> t.equals(meta.getOrDefault("leader", t))).orElse(false);
    var state = token.isEmpty() ? "STANDBY" : begun && run.equals(clean) ? "LEADING" : "RECOVERING";
    return new Master(
        token.orElse("").replaceFirst("/[^/]*$", ""),
        Long.parseLong(meta.getOrDefault("epoch", "0")),
        state,
        standbys);
  }

  boolean absent() {
    return leader.isEmpty();
  }
}
