package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.SlotId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one pass of a {@link FleetIndex} decided: as a {@link Plan}, with the reasons given as what
 * changed since the pass before.
 *
 * @param moves to write, each with its guard
 * @param removals records of ownerless slots that nobody wants any more
 * @param said new or other reasons
 * @param unsaid slots that have no reason any more
 * @param nextN the next unused number of a generation
 * @since 0.1
 */
public record Step(
    List<Transition> moves,
    List<SlotSpec> removals,
    Map<SlotId, Explanation> said,
    Set<SlotId> unsaid,
    long nextN) {
  public Step {
    moves = List.copyOf(moves);
    removals = List.copyOf(removals);
    said = Collections.unmodifiableMap(said);
    unsaid = Collections.unmodifiableSet(unsaid);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return moves.isEmpty() && removals.isEmpty();
  }
}
