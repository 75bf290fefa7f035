package io.fleet.api;

import io.fleet.slot.SlotId;
import io.fleet.store.SlotEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last moves of each slot. Not thread-safe. */
final class Timelines {
  private static final int KEEP = 16;

  private final Map<SlotId, Deque<SlotEvent>> moves = new HashMap<>();

  void add(SlotId slot, SlotEvent event) {
    var mine = moves.computeIfAbsent(slot, none -> new ArrayDeque<>(4));
    mine.addLast(event);
    if (mine.size() > KEEP) {
      mine.removeFirst();
    }
  }

  /** Oldest first. */
  List<SlotEvent> of(SlotId slot) {
    return List.copyOf(moves.getOrDefault(slot, new ArrayDeque<>()));
  }

  void clear() {
    moves.clear();
  }
}
