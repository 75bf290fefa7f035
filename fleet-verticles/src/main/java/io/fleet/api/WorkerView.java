package io.fleet.api;

import io.fleet.protocol.Code;
import io.fleet.protocol.CodeState;
import java.util.List;
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
 * @param closed why it takes no slots, as the leader wrote it; an empty code when it takes some
 * @param code the automations whose code it has
 * @param packages how it stands with their packages
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
    long rssBytes,
    Why closed,
    List<Code> code,
    CodeState packages) {
  /** One that says nothing of its code. */
  WorkerView(
      String name,
      String host,
      long pid,
      State state,
      int slots,
      int capacity,
      long boot,
      long silentMillis,
      Map<String, String> labels,
      long rssBytes,
      Why closed) {
    this(
        name,
        host,
        pid,
        state,
        slots,
        capacity,
        boot,
        silentMillis,
        labels,
        rssBytes,
        closed,
        List.of(),
        CodeState.WELL);
  }

  /** One that takes slots. */
  WorkerView(
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
    this(
        name,
        host,
        pid,
        state,
        slots,
        capacity,
        boot,
        silentMillis,
        labels,
        rssBytes,
        new Why("", 0, ""));
  }

  /** Whether a person ordered that it gets no new slots. */
  boolean cordoned() {
    return closed.code().equals("CORDONED") || closed.code().equals("DRAINING");
  }

  /** How a worker is. */
  enum State {
    /** It beats. */
    UP,
    /** It missed three heartbeats. */
    SUSPECT,
    /** Silent past T_dead, or its boot is certified dead. */
    LOST,
    /** It leaves, or gives its slots away. */
    DRAINING,
    /** It was drained and holds nothing any more. */
    DRAINED,
    /** Slots failed there more often than elsewhere: it gets none for a while. */
    QUARANTINED
  }

  /** Whether what it holds must be shown as SUSPECT. */
  boolean silent() {
    return state == State.SUSPECT || state == State.LOST;
  }
}
