package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.SlotId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What one pass decided. At most one move a slot; the next pass goes on from what was really
 * written.
 *
 * @param moves to write, each with its guard
 * @param removals records of ownerless slots that nobody wants any more
 * @param reasons one for every slot that is not simply running
 * @param nextN the next unused number of a generation
 * @since 0.1
 */
public record Plan(
    List<Transition> moves,
    List<SlotSpec> removals,
    SortedMap<SlotId, Explanation> reasons,
    long nextN) {
  public Plan {
    moves = List.copyOf(moves);
    removals = List.copyOf(removals);
    reasons = java.util.Collections.unmodifiableSortedMap(reasons);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return moves.isEmpty() && removals.isEmpty();
  }

  /** The reasons as they are stored. */
  public Map<String, String> lines() {
    var lines = new java.util.HashMap<String, String>();
    reasons.forEach((slot, why) -> lines.put(slot.toString(), why.line()));
    return lines;
  }
}
