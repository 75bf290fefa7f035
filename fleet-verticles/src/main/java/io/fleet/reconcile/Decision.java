package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;

/** What to do with one slot in one pass. */
sealed interface Decision {
  /** Write this. */
  record Move(Transition transition, Explanation why) implements Decision {}

  /** Drop the record. */
  record Remove(SlotSpec spec) implements Decision {}

  /**
   * Take it down by our own will, if so many may be down.
   *
   * @param change why
   */
  record Ask(SlotSpec spec, Replacement change) implements Decision {}

  /** Find it a worker. */
  record Place(SlotSpec spec) implements Decision {}

  /** Nothing to do, and why. */
  record Stay(Explanation why) implements Decision {}

  /** It runs as it should. */
  record Steady() implements Decision {}

  static Decision stay(Reason reason, String evidence) {
    return new Stay(new Explanation(reason, evidence));
  }

  static Decision move(Transition transition) {
    return new Move(transition, new Explanation(transition.to().cause(), transition.to().detail()));
  }
}
