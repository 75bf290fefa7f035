package io.fleet.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an inlet holds of its topic. A record lies in one of three places: it waits to be begun, is
 * out for execution, or waits for its next try. Belongs to the inlet's lane.
 */
final class Tray {
  /** What may wait for a retry before no more is read. */
  private static final int MOST_RETRYING = 1_000;

  private final TreeMap<StreamId, Entry> buffer = new TreeMap<>();
  private final Map<StreamId, Begun> out = new HashMap<>();
  private final Map<StreamId, Entry> retrying = new HashMap<>();

  boolean knows(StreamId id) {
    return out.containsKey(id) || retrying.containsKey(id) || buffer.containsKey(id);
  }

  void put(Entry entry) {
    buffer.put(entry.id(), entry);
  }

  /** Takes the oldest out to begin them. */
  List<Entry> take(int most) {
    var taken = new ArrayList<Entry>();
    while (taken.size() < most && !buffer.isEmpty()) {
      var entry = buffer.pollFirstEntry().getValue();
      out.put(entry.id(), new Begun(entry, 0, 0));
      taken.add(entry);
    }
    return taken;
  }

  void begun(Begun begun) {
    out.put(begun.entry().id(), begun);
  }

  /** It was not begun after all. */
  void untake(Entry entry) {
    out.remove(entry.id());
    put(entry);
  }

  Optional<Begun> out(StreamId id) {
    return Optional.ofNullable(out.get(id));
  }

  boolean isOut(Entry entry) {
    return out.containsKey(entry.id());
  }

  /** It has ended, or is somebody else's. */
  void drop(StreamId id) {
    out.remove(id);
  }

  void delay(Begun begun) {
    var id = begun.entry().id();
    out.remove(id);
    retrying.put(id, begun.entry());
  }

  /** Its delay is over; false when it was given back meanwhile. */
  boolean due(StreamId id) {
    var entry = retrying.remove(id);
    if (entry != null) {
      put(entry);
    }
    return entry != null;
  }

  /** Forgets what is not out; its ids. */
  List<String> clear() {
    var ids = new ArrayList<String>();
    buffer.keySet().forEach(id -> ids.add(id.toString()));
    retrying.keySet().forEach(id -> ids.add(id.toString()));
    buffer.clear();
    retrying.clear();
    return ids;
  }

  /** How many more may be read when two helpings may lie here. */
  int room(int helping) {
    return retrying.size() >= MOST_RETRYING ? 0 : 2 * helping - buffer.size();
  }

  boolean hasNext() {
    return !buffer.isEmpty();
  }

  boolean idle() {
    return buffer.isEmpty() && out.isEmpty();
  }
}
