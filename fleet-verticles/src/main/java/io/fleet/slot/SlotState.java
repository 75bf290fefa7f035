package io.fleet.slot;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a slot is in its life. Only the leader moves a slot, and only along {@link #moves()}; the
 * same words and letters stand in JSON, CLI, metrics and dashboard.
 *
 * @since 0.1
 */
public enum SlotState {
  /** Nobody holds it; its last generation is proven over. Left when the leader assigns it. */
  FREE('F', false),
  /** Given to a worker, not yet running there. Left by the worker's report or its proven death. */
  ASSIGNED('A', true),
  /** Setup is done, it executes or rests. */
  RUNNING('R', true),
  /**
   * Told to stop, still held by its worker. Left by DONE, a death certificate, a later boot, or
   * T_dead.
   */
  DRAINING('D', true),
  /** Past the stop grace, its code will not end. Left when its worker restarts. */
  STUCK('S', true),
  /** Failed; waits for its next try. */
  BACKOFF('B', false),
  /** Failed too often; waits for a person or a new version. */
  QUARANTINED('Q', false),
  /** Wanted, but held back by an operator. */
  PAUSED('P', false);

  private final char letter;
  private final boolean owned;

  SlotState(char letter, boolean owned) {
    this.letter = letter;
    this.owned = owned;
  }

  /** Its letter on the heat map. */
  public char letter() {
    return letter;
  }

  /** Whether a worker may be doing something for it. */
  public boolean owned() {
    return owned;
  }

  /**
   * Where it may go from here. RUNNING is in every row: a later generation seen alive is adopted.
   */
  public Set<SlotState> moves() {
    return switch (this) {
      case FREE -> EnumSet.of(ASSIGNED, QUARANTINED, PAUSED, RUNNING);
      case ASSIGNED, RUNNING ->
          EnumSet.of(RUNNING, DRAINING, FREE, PAUSED, BACKOFF, QUARANTINED, STUCK);
      case DRAINING -> EnumSet.of(FREE, PAUSED, BACKOFF, QUARANTINED, STUCK, RUNNING);
      case STUCK -> EnumSet.of(FREE, PAUSED, BACKOFF, QUARANTINED, RUNNING);
      case BACKOFF -> EnumSet.of(FREE, QUARANTINED, PAUSED, RUNNING);
      case QUARANTINED, PAUSED -> EnumSet.of(FREE, RUNNING);
    };
  }

  /**
   * The state to go to, or an {@link IllegalStateException} that names slot, generation and both
   * states.
   */
  public SlotState to(SlotState next, SlotId slot, Generation generation) {
    if (!moves().contains(next)) {
      throw new IllegalStateException(
          "illegal move of %s generation %s: %s -> %s".formatted(slot, generation, this, next));
    }
    return next;
  }
}
