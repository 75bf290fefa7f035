package io.fleet.api;

import io.fleet.store.LeaderReader.Reported;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is read each second beside the event log.
 *
 * @param leader the leader's token
 * @param meta epoch and run ids
 * @param desired the desired hash, as text
 * @param why slot to line
 * @param reports by worker
 * @param certificates the highest certified boot by worker
 * @param standings how workers stand that take no slots
 * @param standbys masters that would lead if nobody did
 */
record Facts(
    Optional<String> leader,
    Map<String, String> meta,
    Map<String, String> desired,
    Map<String, String> why,
    Map<String, Reported> reports,
    Map<String, Long> certificates,
    Map<String, String> standings,
    List<String> standbys) {
  /** Of a fleet whose workers all take slots. */
  Facts(
      Optional<String> leader,
      Map<String, String> meta,
      Map<String, String> desired,
      Map<String, String> why,
      Map<String, Reported> reports,
      Map<String, Long> certificates) {
    this(leader, meta, desired, why, reports, certificates, Map.of(), List.of());
  }

  /** Before anything was read. */
  static Facts none() {
    return new Facts(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }
}
