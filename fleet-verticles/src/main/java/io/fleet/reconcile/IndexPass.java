package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an index decides in one pass; used once. */
final class IndexPass implements Placement.Sink {
  private final FleetIndex index;
  private final Desired wanted;
  private final Conditions now;
  private final SlotRule rule;
  private final List<Transition> moves = new ArrayList<>();
  private final List<SlotSpec> removals = new ArrayList<>();
  private boolean decided;
  private long nextN;

  IndexPass(FleetIndex index, Desired wanted, Conditions now) {
    this.index = index;
    this.wanted = wanted;
    this.now = now;
    rule = new SlotRule(wanted, now);
    nextN = now.nextN();
  }

  void decide() {
    for (var group : index.groups.values()) {
      if (!group.dirty.isEmpty()) {
        decided = true;
        decide(group);
      }
    }
  }

  private void decide(Group group) {
    var dirty = (BitSet) group.dirty.clone();
    group.dirty.clear();
    for (var i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
      var cell = group.find(i);
      if (cell == null) {
        continue;
      }
      take(cell);
      if (cell.isNothing()) {
        group.forget(i);
      }
    }
    group.granted = 0;
    var automation = group.automation;
    if (automation != null && !group.asking.isEmpty()) {
      if (group.underway != null) {
        grant(group, automation, true);
      }
      grant(group, automation, false);
    }
  }

  /** Takes down as many as may be of those that come first, or of those that do not. */
  private void grant(Group group, AutomationSpec automation, boolean first) {
    var asking = group.asking;
    for (var i = asking.nextSetBit(0); i >= 0; i = asking.nextSetBit(i + 1)) {
      var cell = Objects.requireNonNull(group.find(i));
      if (Objects.requireNonNull(cell.asked).first() != first) {
        continue;
      }
      if (Drain.spare(automation, group.running - group.granted) > 0) {
        group.granted++;
        ask(cell, automation);
      } else {
        say(cell, new Explanation(Reason.MAX_UNAVAILABLE, Drain.spent(automation)));
      }
    }
  }

  private void take(Cell cell) {
    var spec = cell.spec;
    var holder = cell.holder == null ? null : cell.holder.view;
    var decision = rule.decide(spec, holder, cell.living());
    var group = cell.group;
    var number = cell.slot.index();
    cell.asked = decision instanceof Decision.Ask ask ? ask.change() : null;
    group.asking.set(number, cell.asked != null);
    group.homeless.set(number, decision instanceof Decision.Place);
    switch (decision) {
      case Decision.Move(var transition, var why) -> {
        moves.add(transition);
        FleetIndex.touch(cell);
        say(cell, transition.to().state() == SlotState.RUNNING ? null : why);
      }
      case Decision.Remove(var record) -> {
        removals.add(record);
        FleetIndex.touch(cell);
        say(cell, null);
      }
      case Decision.Stay(var why) -> {
        say(cell, why);
        wakeLater(cell);
      }
      case Decision.Steady() -> say(cell, null);
      // Budgets and seats will say.
      case Decision.Ask(var _, var _), Decision.Place(var _) -> {}
    }
    seated(cell, decision, holder);
  }

  private void wakeLater(Cell cell) {
    var at = cell.spec.untilMillis();
    if (cell.spec.state() == SlotState.BACKOFF && cell.wakeMillis != at) {
      cell.wakeMillis = at;
      index.wakes.add(new FleetIndex.Wake(at, cell));
    }
  }

  private void seated(Cell cell, Decision decision, @Nullable WorkerView holder) {
    var group = cell.group;
    var number = cell.slot.index();
    group.moving.clear(number);
    group.misplaced.clear(number);
    var host = "";
    var automation = group.automation;
    if (automation != null && holder != null && cell.wanted()) {
      group.moving.set(
          number,
          Crowd.moving(cell.spec)
              && decision instanceof Decision.Stay
              && !wanted.holds(automation, cell.slot));
      if (Crowd.movable(cell.spec, decision) && Crowd.reports(holder)) {
        var lacks = Crowd.lacks(holder, automation);
        group.misplaced.set(number, lacks);
        host = lacks || automation.maxSlotsPerHost() == 0 ? "" : holder.host();
      }
    }
    group.stay(cell, host);
  }

  private void ask(Cell cell, AutomationSpec automation) {
    var to = Drain.of(cell.spec, Objects.requireNonNull(cell.asked), wanted, now);
    moves.add(Drain.voluntary(cell.spec, to, automation));
    FleetIndex.touch(cell);
    say(cell, new Explanation(to.cause(), to.detail()));
  }

  /** Looks for seats, unless the last search found none and nothing has changed since. */
  void place() {
    var old = index.before;
    var exhausted = now.nextN() > Generation.MAX_N;
    var same =
        !decided
            && index.placedAt == index.seats.version()
            && old != null
            && exhausted == old.nextN() > Generation.MAX_N;
    if (same) {
      return;
    }
    for (var cell : index.misplaced) {
      cell.misplaced = null;
      speak(cell);
    }
    index.misplaced = new ArrayList<>();
    var found = moves.size();
    var placement = new Placement(index.seats, wanted, now, this);
    placement.run(index.groups.values().stream().filter(Group::waits).map(this::waiting).toList());
    placement.undo();
    nextN = placement.nextN();
    index.placedAt = moves.size() == found ? index.seats.version() : -1;
  }

  private Waiting waiting(Group group) {
    var automation = Objects.requireNonNull(group.automation);
    var wrong = specs(group, group.misplaced);
    for (var host : group.crowded) {
      var staying = group.staying(host).stream().map(cell -> cell.spec).toList();
      wrong.addAll(Crowd.excess(staying, automation.maxSlotsPerHost()));
    }
    wrong.sort(Comparator.comparing(SlotSpec::slot));
    return new Waiting(
        automation,
        specs(group, group.homeless),
        specs(group, group.moving),
        wrong,
        Drain.spare(automation, group.running - group.granted));
  }

  private List<SlotSpec> specs(Group group, BitSet which) {
    var specs = new ArrayList<SlotSpec>();
    for (var i = which.nextSetBit(0); i >= 0; i = which.nextSetBit(i + 1)) {
      specs.add(Objects.requireNonNull(group.find(i)).spec);
    }
    return specs;
  }

  // Where placement says what it found.

  @Override
  public void move(Transition transition) {
    moves.add(transition);
  }

  @Override
  public void say(SlotId slot, Explanation why) {
    var cell = index.cell(slot);
    if (cell.group.homeless.get(slot.index())) {
      say(cell, why);
    } else {
      cell.misplaced = why;
      index.misplaced.add(cell);
      speak(cell);
    }
  }

  private void say(Cell cell, @Nullable Explanation why) {
    cell.why = why;
    speak(cell);
  }

  private void speak(Cell cell) {
    if (!cell.speaking && !Objects.equals(cell.reason(), cell.told)) {
      cell.speaking = true;
      index.speaking.add(cell);
    }
  }

  Step step() {
    var said = new HashMap<SlotId, Explanation>();
    var unsaid = new HashSet<SlotId>();
    for (var cell : index.speaking) {
      cell.speaking = false;
      var reason = cell.reason();
      if (Objects.equals(reason, cell.told)) {
        continue;
      }
      cell.told = reason;
      if (reason == null) {
        index.reasons.remove(cell.slot);
        unsaid.add(cell.slot);
        forget(cell);
      } else {
        index.reasons.put(cell.slot, reason);
        said.put(cell.slot, reason);
      }
    }
    index.speaking.clear();
    return new Step(moves, removals, said, unsaid, nextN);
  }

  private static void forget(Cell cell) {
    if (cell.isNothing() && !cell.group.dirty.get(cell.slot.index())) {
      cell.group.forget(cell.slot.index());
    }
  }
}
