package io.fleet.api;

import java.util.Map;

/**
 * One worker as the read model sees it.
 *
 * @param name its name
 * @param host for people
 * @param pid for people
 * @param state how it is
 * @param slots it holds by the leader's records
 * @param capacity slots it takes
 * @param boot of its last heartbeat
 * @param silentMillis since the last new heartbeat was seen here
 * @param labels for placement
 * @param rssBytes 0 when unknown
 */
record WorkerView(
    String name,
    String host,
    long pid,
    State state,
    int slots,
    int capacity,
    long boot,
    long silentMillis,
    Map<String, String> labels,
    long rssBytes) {
  /** How a worker is. */
  enum State {
    /** It beats. */
    UP,
    /** It missed three heartbeats. */
    SUSPECT,
    /** Silent past T_dead, or its boot is certified dead. */
    LOST,
    /** It leaves. */
    DRAINING
  }

  /** Whether what it holds must be shown as SUSPECT. */
  boolean silent() {
    return state == State.SUSPECT || state == State.LOST;
  }
}
