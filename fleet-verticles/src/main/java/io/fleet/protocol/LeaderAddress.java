package io.fleet.protocol;

import java.util.Map;

/**
 * Where on the event bus the leader of an epoch takes orders. A master that stands still is still
 * registered there; so each leadership has an address of its own, or every second order would go to
 * one that was led before.
 *
 * @since 0.1
 */
public final class LeaderAddress {
  private LeaderAddress() {}

  /** Of the leader of this epoch. */
  public static String of(long epoch) {
    return "__fleet.leader." + epoch;
  }

  /** Of the leader that the store names; where nobody listens, when it names none. */
  public static String named(Map<String, String> meta) {
    return of(Long.parseLong(meta.getOrDefault("epoch", "0")));
  }
}
