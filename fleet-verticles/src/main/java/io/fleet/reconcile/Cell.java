package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that an index knows of one slot. */
final class Cell {
  /** A worker that shows the slot alive. */
  private record Sign(Watch watch, SlotReport said) {}

  final Group group;
  final SlotId slot;

  /** Its record; as one that was never written when there is none. */
  SlotSpec spec;

  /** Who holds it by that record. */
  @Nullable Watch holder;

  /** Why it would be taken down by our own will; null when it would not. */
  @Nullable Replacement asked;

  /** Its place among what the holder holds. */
  int heldAt;

  /** When it is to be looked at again without any other cause; 0 when never. */
  long wakeMillis;

  /** The host on which it counts as staying; empty when it does not. */
  String host = "";

  /** Its reason by itself. */
  @Nullable Explanation why;

  /** Its reason by its seat, which comes first. */
  @Nullable Explanation misplaced;

  /** The reason that was told last. */
  @Nullable Explanation told;

  boolean speaking;
  private List<Sign> signs = List.of();

  Cell(Group group, SlotId slot) {
    this.group = group;
    this.slot = slot;
    spec = SlotSpec.none(slot);
  }

  @Nullable Explanation reason() {
    return misplaced != null ? misplaced : why;
  }

  /** What its holder promised it. */
  long memoryBytes() {
    return Underway.memoryBytes(group.automation, group.underway, spec);
  }

  boolean wanted() {
    var automation = group.automation;
    return automation != null && slot.index() < automation.slots();
  }

  /** Nothing is known of it and nobody wants it. */
  boolean isNothing() {
    return !spec.recorded() && !wanted() && signs.isEmpty() && told == null;
  }

  /** A worker speaks of it, or no longer does. */
  void hear(Watch watch, @Nullable SlotReport before, @Nullable SlotReport said) {
    var next = new ArrayList<>(signs);
    if (before != null) {
      next.removeIf(sign -> sign.watch().equals(watch) && sign.said().slot().equals(before.slot()));
    }
    if (said != null && said.phase().living()) {
      next.add(new Sign(watch, said));
    }
    signs = next.isEmpty() ? List.of() : List.copyOf(next);
  }

  /** The latest generation that shows life; null when none does. */
  @Nullable Living living() {
    Sign latest = null;
    for (var sign : signs) {
      if (sign.watch().alive
          && (latest == null
              || sign.said().gen() > latest.said().gen()
              || (sign.said().gen() == latest.said().gen()
                  && sign.watch().name.compareTo(latest.watch().name) < 0))) {
        latest = sign;
      }
    }
    return latest == null
        ? null
        : new Living(Objects.requireNonNull(latest.watch().view), latest.said());
  }
}
