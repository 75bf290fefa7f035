package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All that an index knows of one automation. Slots stand in it by their numbers. */
final class Group {
  final String name;

  /** What is wanted; null when nothing is. */
  @Nullable AutomationSpec automation;

  String hash = "";

  /** The way to that hash; null when there is none. */
  @Nullable Underway underway;

  /** What operators ordered. */
  Will will = Will.NONE;

  /** Must be decided again. */
  final BitSet dirty = new BitSet();

  /** Would be taken down for another config. */
  final BitSet asking = new BitSet();

  /** Have no seat. */
  final BitSet homeless = new BitSet();

  /** Are on their way from a seat that does not fit. */
  final BitSet moving = new BitSet();

  /** Sit where a label is missing. */
  final BitSet misplaced = new BitSet();

  /** Hosts with more than they may have. */
  final Set<String> crowded = new TreeSet<>();

  /** How many the last pass took down for another config. */
  int granted;

  /** How many run and are wanted. */
  int running;

  private final Map<String, Set<Cell>> staying = new HashMap<>();
  private @Nullable Cell[] cells = new Cell[0];

  Group(String name) {
    this.name = name;
  }

  @Nullable Cell find(int index) {
    return index < cells.length ? cells[index] : null;
  }

  Cell cell(SlotId slot) {
    var index = slot.index();
    if (index >= cells.length) {
      cells = Arrays.copyOf(cells, Math.max(index + 1, cells.length * 3 / 2));
    }
    var cell = cells[index];
    if (cell == null) {
      cell = new Cell(this, slot);
      cells[index] = cell;
    }
    return cell;
  }

  void forget(int index) {
    cells[index] = null;
  }

  /** All that hold a seat. */
  void seated(BiConsumer<Cell, Seat> each) {
    for (var cell : cells) {
      if (cell != null && cell.holder != null) {
        each.accept(cell, Objects.requireNonNull(cell.holder.seat));
      }
    }
  }

  int size() {
    return cells.length;
  }

  /** Wants something else; every slot must be decided again. */
  void want(@Nullable AutomationSpec automation, String hash) {
    this.automation = automation;
    this.hash = hash;
    for (var i = 0; automation != null && i < automation.slots(); i++) {
      if (find(i) == null) {
        cell(new SlotId(name, i));
      }
    }
    running = 0;
    for (var cell : cells) {
      if (cell != null) {
        dirty.set(cell.slot.index());
        running += counts(cell) ? 1 : 0;
      }
    }
    // What was too many before may be right now.
    crowded.clear();
    staying.keySet().forEach(this::weigh);
  }

  void touchAll() {
    for (var cell : cells) {
      if (cell != null) {
        dirty.set(cell.slot.index());
      }
    }
  }

  boolean counts(Cell cell) {
    return cell.spec.state() == SlotState.RUNNING && cell.wanted();
  }

  /** Notes on which host a slot stays; empty for none. */
  void stay(Cell cell, String host) {
    if (cell.host.equals(host)) {
      return;
    }
    var left = staying.get(cell.host);
    if (left != null) {
      left.remove(cell);
      weigh(cell.host);
      if (left.isEmpty()) {
        staying.remove(cell.host);
      }
    }
    cell.host = host;
    if (!host.isEmpty()) {
      staying.computeIfAbsent(host, name -> new HashSet<>()).add(cell);
      weigh(host);
    }
  }

  Set<Cell> staying(String host) {
    return staying.getOrDefault(host, Set.of());
  }

  private void weigh(String host) {
    var most = automation == null ? 0 : automation.maxSlotsPerHost();
    if (most > 0 && staying(host).size() > most) {
      crowded.add(host);
    } else {
      crowded.remove(host);
    }
  }

  boolean waits() {
    return !homeless.isEmpty() || !moving.isEmpty() || !misplaced.isEmpty() || !crowded.isEmpty();
  }
}
