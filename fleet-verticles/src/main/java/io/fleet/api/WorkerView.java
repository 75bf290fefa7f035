package io.fleet.api;

import io.fleet.protocol.Code;
import io.fleet.protocol.CodeState;
import io.fleet.protocol.Intake;
import io.fleet.protocol.LedgerReport;
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
 * @param intake what it says of its host
 * @param closed why it takes no slots, as the leader wrote it; an empty code when it takes some
 * @param ledger what its slots opened, and what became of it
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
    Intake intake,
    Why closed,
    LedgerReport ledger,
    List<Code> code,
    CodeState packages) {
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
        Intake.UNKNOWN,
        new Why("", 0, ""),
        LedgerReport.EMPTY,
        List.of(),
        CodeState.WELL);
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
    /** It speaks another protocol: it gets no slots. */
    INCOMPATIBLE,
    /** Slots failed there more often than elsewhere: it gets none for a while. */
    QUARANTINED
  }

  /** Whether what it holds must be shown as SUSPECT. */
  boolean silent() {
    return state == State.SUSPECT || state == State.LOST;
  }
}
