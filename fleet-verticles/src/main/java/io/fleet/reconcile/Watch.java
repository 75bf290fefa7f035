package io.fleet.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an index knows of one worker. */
final class Watch {
  final String name;
  @Nullable WorkerView view;
  @Nullable Seat seat;

  /** Whether its word is to be believed for what runs there. */
  boolean alive;

  /** Silent for so long that its slots say so. */
  boolean suspect;

  /** Silent for so long that it is given up. */
  boolean lost;

  private final List<Cell> held = new ArrayList<>();

  Watch(String name) {
    this.name = name;
  }

  void hold(Cell cell) {
    cell.holder = this;
    cell.heldAt = held.size();
    held.add(cell);
  }

  void release(Cell cell) {
    var last = held.removeLast();
    if (!last.equals(cell)) {
      held.set(cell.heldAt, last);
      last.heldAt = cell.heldAt;
    }
    cell.holder = null;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  void each(Consumer<Cell> visitor) {
    held.forEach(visitor);
  }
}
