package io.fleet.store;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.LeaderReader.Reported;
import io.fleet.store.WorkerStore.BatchState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link MemoryStore} holds: the dump of a server. Belongs to one thread.
 *
 * @since 0.1
 */
public final class MemoryImage {
  /**
   * One entry of the event log.
   *
   * @param slot which
   * @param epoch whose leader wrote it
   * @param gen after the move
   * @param from the state before; {@code NONE} without a record
   * @param to the record as written; empty when it was removed
   */
  public record Event(
      SlotId slot, long epoch, Generation gen, String from, Optional<SlotSpec> to) {}

  /** A lease key: whose boot, and when it expires by the server's clock. */
  record Held(long boot, long until) {}

  String leader = "";
  long leaderUntil;
  long epoch;
  String runId = "";
  String cleanRunId = "";
  Map<String, String> desired = Map.of();
  Map<String, String> intents = Map.of();
  Map<String, String> standings = Map.of();
  final SortedMap<SlotId, SlotSpec> specs = new TreeMap<>();
  final Map<String, String> beats = new HashMap<>();
  final Map<String, Reported> reports = new HashMap<>();
  final Map<String, Held> leases = new HashMap<>();
  final Map<String, Long> certificates = new HashMap<>();
  final Map<String, String> configs = new HashMap<>();
  final Map<String, String> why = new HashMap<>();
  final Map<String, BatchState> batches = new HashMap<>();
  final Map<String, String> revisions = new HashMap<>();
  final List<Event> events = new ArrayList<>();

  MemoryImage() {}

  /** An empty server. */
  public static MemoryImage empty() {
    return new MemoryImage();
  }

  /** Of the present leadership; 0 when there was none. */
  public long epoch() {
    return epoch;
  }

  /** Every slot that has a record. */
  public SortedMap<SlotId, SlotSpec> specs() {
    return Collections.unmodifiableSortedMap(specs);
  }

  /** The event log, oldest first. */
  public List<Event> events() {
    return Collections.unmodifiableList(events);
  }

  /** Which workers take no slots, and the brake, as the leader published it. */
  public Map<String, String> standings() {
    return standings;
  }

  /** Why slots are as they are. */
  public Map<String, String> why() {
    return Collections.unmodifiableMap(why);
  }

  /** How many slots of an automation are RUNNING. */
  public int running(String automation) {
    var count = 0;
    for (var spec : specs.values()) {
      if (spec.state() == SlotState.RUNNING && spec.slot().automation().equals(automation)) {
        count++;
      }
    }
    return count;
  }

  MemoryImage copy() {
    var copy = new MemoryImage();
    copy.become(this);
    return copy;
  }

  void become(MemoryImage other) {
    leader = other.leader;
    leaderUntil = other.leaderUntil;
    epoch = other.epoch;
    runId = other.runId;
    cleanRunId = other.cleanRunId;
    desired = other.desired;
    intents = other.intents;
    standings = other.standings;
    put(specs, other.specs);
    put(beats, other.beats);
    put(reports, other.reports);
    put(leases, other.leases);
    put(certificates, other.certificates);
    put(configs, other.configs);
    put(why, other.why);
    put(batches, other.batches);
    put(revisions, other.revisions);
    var log = List.copyOf(other.events);
    events.clear();
    events.addAll(log);
  }

  private static <K, V> void put(Map<K, V> into, Map<K, V> from) {
    var all = new HashMap<>(from);
    into.clear();
    into.putAll(all);
  }
}
