package io.fleet.reconcile;

import io.fleet.config.Failover;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The leader's memory of the fleet, which makes a pass cost what changed: it is told each record
 * that was written or read, finds out by itself what changed about workers and the desired state,
 * and decides again only the slots that this concerns, those that are under way, and those whose
 * time has come. Each pass decides what {@link Reconciler#plan} would decide on the same input.
 *
 * <p>Deterministic and without effects, but mutable: one thread at a time.
 *
 * @since 0.1
 */
public final class FleetIndex implements Records {
  /** A slot that is to be looked at again at some time. */
  record Wake(long atMillis, Cell cell) {}

  final SortedMap<String, Group> groups = new TreeMap<>();
  private final Map<String, Watch> watches = new HashMap<>();
  final Seats seats = new Seats();
  final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparingLong(Wake::atMillis));
  final SortedMap<SlotId, Explanation> reasons = new TreeMap<>();
  final List<Cell> speaking = new ArrayList<>();
  List<Cell> misplaced = new ArrayList<>();
  private @Nullable Desired desired;
  @Nullable Conditions before;
  long placedAt = -1;

  /** A record as it is now in the store. */
  public void written(SlotSpec spec) {
    set(group(spec.slot().automation()).cell(spec.slot()), spec);
  }

  /** The store has no record of it any more. */
  public void removed(SlotId slot) {
    record(slot).ifPresent(known -> set(cell(slot), SlotSpec.none(slot)));
  }

  /** Decides this slot again in the next pass, though nothing is known to have changed about it. */
  public void again(SlotId slot) {
    touch(cell(slot));
  }

  @Override
  public Optional<SlotSpec> record(SlotId slot) {
    var group = groups.get(slot.automation());
    var cell = group == null ? null : group.find(slot.index());
    return cell == null || !cell.spec.recorded() ? Optional.empty() : Optional.of(cell.spec);
  }

  /** Who holds a slot; costs the workers, not the slots. */
  public Set<String> holders() {
    return seats.holders();
  }

  @Override
  public List<SlotId> heldBy(String worker) {
    var held = new ArrayList<SlotId>();
    var watch = watches.get(worker);
    if (watch != null) {
      watch.each(cell -> held.add(cell.slot));
    }
    return held;
  }

  /** How many slots each worker holds. */
  public Map<String, Integer> used() {
    var used = new HashMap<String, Integer>();
    seats.all().forEach(seat -> used.put(seat.name(), seat.used));
    return used;
  }

  /** The reasons of all slots that are not simply running, as of the last pass. A live view. */
  public SortedMap<SlotId, Explanation> reasons() {
    return Collections.unmodifiableSortedMap(reasons);
  }

  /**
   * Decides.
   *
   * @param wanted what should be
   * @param workers all that beat or hold a slot; a report that is the same map as in the pass
   *     before is not looked at again
   * @param leadingMillis how long this leader has been watching
   * @param now the circumstances
   */
  public Step plan(
      Desired wanted, Map<String, WorkerView> workers, long leadingMillis, Conditions now) {
    want(wanted);
    weigh(now);
    observe(workers, leadingMillis);
    wake(now.nowMillis());
    var pass = new IndexPass(this, wanted, now);
    pass.decide();
    pass.place();
    before = now;
    return pass.step();
  }

  // What changed.

  private Group group(String automation) {
    return groups.computeIfAbsent(automation, Group::new);
  }

  Cell cell(SlotId slot) {
    return group(slot.automation()).cell(slot);
  }

  private Watch watch(String name) {
    return watches.computeIfAbsent(name, Watch::new);
  }

  static void touch(Cell cell) {
    cell.group.dirty.set(cell.slot.index());
  }

  private void set(Cell cell, SlotSpec spec) {
    if (cell.spec.equals(spec)) {
      return;
    }
    var group = cell.group;
    group.running -= group.counts(cell) ? 1 : 0;
    if (cell.holder != null) {
      seats.rise(Objects.requireNonNull(cell.holder.seat), group.name, cell.memoryBytes());
      cell.holder.release(cell);
    }
    cell.spec = spec;
    group.running += group.counts(cell) ? 1 : 0;
    if (spec.state().owned() || !spec.worker().isEmpty()) {
      var watch = watch(spec.worker());
      if (watch.seat == null) {
        watch.seat = seats.see(WorkerView.unknown(watch.name, 0));
      }
      watch.hold(cell);
      seats.sit(watch.seat, group.name, cell.memoryBytes());
    }
    touch(cell);
  }

  private void want(Desired wanted) {
    var old = desired;
    if (wanted.equals(old)) {
      return;
    }
    desired = wanted;
    var automations = wanted.fleet().automations();
    automations.keySet().forEach(this::group);
    for (var group : groups.values()) {
      var automation = automations.get(group.name);
      var hash = automation == null ? "" : wanted.hash(group.name);
      if (!Objects.equals(automation, group.automation)
          || !hash.equals(group.hash)
          || !wanted.will(group.name).equals(group.will)
          || !Underway.alike(wanted.rollout(group.name), group.underway)) {
        group.seated((cell, seat) -> seats.rise(seat, group.name, cell.memoryBytes()));
        group.will = wanted.will(group.name);
        group.underway = wanted.rollout(group.name);
        group.want(automation, hash);
        group.seated((cell, seat) -> seats.sit(seat, group.name, cell.memoryBytes()));
      }
    }
    var failover = wanted.fleet().failover();
    if (old == null || old.fleet().failover() != failover) {
      seats.fresh(2 * failover.heartbeat().toMillis());
      groups.values().forEach(Group::touchAll);
    }
  }

  private void weigh(Conditions now) {
    var old = before;
    if (old == null
        || old.epoch() != now.epoch()
        || old.recovering() != now.recovering()
        || old.braked() != now.braked()) {
      groups.values().forEach(Group::touchAll);
    } else if (old.judging() != now.judging()) {
      watches.values().stream()
          .filter(watch -> watch.lost)
          .forEach(watch -> watch.each(FleetIndex::touch));
    }
  }

  private void observe(Map<String, WorkerView> workers, long leadingMillis) {
    var failover = Objects.requireNonNull(desired).fleet().failover();
    workers.values().forEach(view -> see(watch(view.name()), view, failover));
    if (watches.size() == workers.size()) {
      return;
    }
    for (var watch : List.copyOf(watches.values())) {
      if (!workers.containsKey(watch.name)) {
        see(watch, WorkerView.unknown(watch.name, leadingMillis), failover);
        if (watch.isEmpty()) {
          watches.remove(watch.name);
          seats.forget(Objects.requireNonNull(watch.seat));
        }
      }
    }
  }

  private void see(Watch watch, WorkerView view, Failover failover) {
    var old = watch.view;
    var alive = view.alive(failover.deadAfter().toMillis());
    var suspect = view.silentMillis() > 3 * failover.heartbeat().toMillis();
    var lost = view.silentMillis() >= failover.deadAfter().toMillis();
    var same =
        old != null
            && alive == watch.alive
            && suspect == watch.suspect
            && lost == watch.lost
            && alike(old, view);
    watch.view = view;
    watch.alive = alive;
    watch.suspect = suspect;
    watch.lost = lost;
    watch.seat = seats.see(view);
    if (!same) {
      watch.each(FleetIndex::touch);
    }
    var said = old == null ? Map.<String, SlotReport>of() : old.slots();
    if (!same || said != view.slots()) {
      hear(watch, said, view.slots(), !same);
    }
  }

  /** As far as a decision on what it holds or shows could tell them apart. */
  private static boolean alike(WorkerView a, WorkerView b) {
    return a.boot() == b.boot()
        && a.certificate() == b.certificate()
        && a.seen() == b.seen()
        && a.leaving() == b.leaving()
        && a.standing().equals(b.standing())
        && a.host().equals(b.host())
        && a.labels().equals(b.labels());
  }

  /** Of one slot; since when it is so is for people. */
  private static boolean alike(SlotReport a, SlotReport b) {
    return a.gen() == b.gen()
        && a.phase() == b.phase()
        && a.permanent() == b.permanent()
        && a.stalled() == b.stalled()
        && a.cfg().equals(b.cfg())
        && a.detail().equals(b.detail());
  }

  private void hear(
      Watch watch, Map<String, SlotReport> old, Map<String, SlotReport> now, boolean all) {
    var known = 0;
    // Maps of the same slots mostly stand in the same order, which spares the look-up.
    var beside = old.entrySet().iterator();
    for (var entry : now.entrySet()) {
      var said = entry.getValue();
      var peer = beside.hasNext() ? beside.next() : null;
      var earlier =
          peer != null && peer.getKey().equals(entry.getKey())
              ? peer.getValue()
              : old.get(entry.getKey());
      known += earlier == null ? 0 : 1;
      if (earlier == null || !alike(said, earlier)) {
        concerned(entry.getKey(), watch, earlier, said);
      } else if (all) {
        SlotId.parse(entry.getKey()).ifPresent(slot -> touch(cell(slot)));
      }
    }
    if (known == old.size()) {
      return;
    }
    old.forEach(
        (name, earlier) -> {
          if (!now.containsKey(name)) {
            concerned(name, watch, earlier, null);
          }
        });
  }

  private void concerned(
      String name, Watch watch, @Nullable SlotReport earlier, @Nullable SlotReport said) {
    SlotId.parse(name)
        .ifPresent(
            slot -> {
              var cell = cell(slot);
              cell.hear(watch, earlier, said);
              touch(cell);
            });
  }

  private void wake(long nowMillis) {
    while (!wakes.isEmpty() && wakes.peek().atMillis() <= nowMillis) {
      var cell = wakes.remove().cell();
      cell.wakeMillis = 0;
      touch(cell);
    }
  }
}
