package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;

/** A worker as a place for slots. */
final class Seat {
  /** Small and stable, for counting. */
  final int number;

  WorkerView view;

  /** Fresh, of our protocol, and going to stay. */
  boolean up;

  /** Code of one of its slots will not stop, so that it is about to end. */
  boolean stuck;

  /** Slots that it holds, those of a plan under way included. */
  int used;

  /** Bytes of memory that these were promised together. */
  long promised;

  Seat(int number, WorkerView view) {
    this.number = number;
    this.view = view;
  }

  String name() {
    return view.name();
  }

  /** Whether it takes new slots. */
  boolean usable() {
    return up && !stuck && view.standing().open();
  }

  /** Whether it has no room for one more slot of an automation. */
  boolean full(AutomationSpec automation) {
    return used >= view.capacity() || promised(automation);
  }

  /** Whether its memory is promised to others, as far as the automation needs some. */
  boolean promised(AutomationSpec automation) {
    var needs = automation.memoryBytes();
    return needs > 0 && needs > view.memoryBytes() - promised;
  }

  /** Whether an automation could be here if there were room. */
  boolean suits(AutomationSpec automation) {
    return usable() && view.wears(automation.require()) && view.knows(automation);
  }

  /**
   * Fresh, of our protocol, not leaving. A certified boot is dead however fresh its last beat
   * looks.
   */
  static boolean up(WorkerView view, long freshMillis) {
    return !dead(view) && view.silentMillis() < freshMillis && view.compatible() && !view.leaving();
  }

  private static boolean dead(WorkerView view) {
    return view.boot() <= view.certificate();
  }
}
