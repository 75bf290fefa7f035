package io.fleet.cli;

import java.util.List;
import java.util.Optional;

/**
 * How a JVM takes part in the fleet's event bus.
 *
 * @param fleet the fleet's id; clusters of other fleets are never joined
 * @param host address to listen at, for the bus and for Hazelcast
 * @param port of the bus; 0 for any free one
 * @param publicHost what others dial instead of {@code host}
 * @param publicPort what others dial instead of {@code port}
 * @param members {@code HOST:PORT} of Hazelcast members to dial; nothing is searched by multicast
 * @since 0.1
 */
public record ClusterSettings(
    String fleet,
    String host,
    int port,
    Optional<String> publicHost,
    Optional<Integer> publicPort,
    List<String> members) {
  public ClusterSettings {
    members = List.copyOf(members);
  }

  /** On 127.0.0.1, any free port. */
  public static ClusterSettings loopback(String fleet, String... members) {
    return new ClusterSettings(
        fleet, "127.0.0.1", 0, Optional.empty(), Optional.empty(), List.of(members));
  }

  /** The member that this JVM becomes: the first listed one of its host that is free, else any. */
  HostPort ownMember() {
    return members.stream()
        .map(HostPort::parse)
        .filter(member -> member.host().equals(host))
        .filter(HostPort::isFree)
        .findFirst()
        .orElseGet(() -> new HostPort(host, 0).settled());
  }
}
