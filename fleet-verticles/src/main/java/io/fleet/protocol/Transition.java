package io.fleet.protocol;

/**
 * One move of one slot, with everything that the guard must find unchanged.
 *
 * @param from the record that the decision was made on
 * @param to the record to write
 * @param judgedWorker the worker whose silence or word is the ground, or empty
 * @param judgedBeat its beat when that was judged; a newer one refuses the move
 * @param desired how many slots of the automation should run; only with maxUnavailable
 * @param maxUnavailable for voluntary drains: refused when so many are already down; -1 otherwise
 */
public record Transition(
    SlotSpec from,
    SlotSpec to,
    String judgedWorker,
    String judgedBeat,
    int desired,
    int maxUnavailable) {
  public Transition {
    if (!from.slot().equals(to.slot())) {
      throw new IllegalArgumentException(
          "a move of " + from.slot() + " cannot end in " + to.slot());
    }
    from.state().to(to.state(), from.slot(), to.gen());
  }

  /** A move that needs no more than the record unchanged. */
  public static Transition of(SlotSpec from, SlotSpec to) {
    return new Transition(from, to, "", "", 0, -1);
  }

  /** A move because of what was last heard of a worker. */
  public static Transition judging(SlotSpec from, SlotSpec to, String worker, String beat) {
    return new Transition(from, to, worker, beat, 0, -1);
  }

  /** A move by our own will, counted against the automation's budget. */
  public static Transition voluntary(SlotSpec from, SlotSpec to, int desired, int maxUnavailable) {
    return new Transition(from, to, "", "", desired, maxUnavailable);
  }
}
