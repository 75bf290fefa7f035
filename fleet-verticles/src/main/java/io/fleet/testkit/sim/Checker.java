package io.fleet.testkit.sim;

import io.fleet.config.Failover;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.snapshot.Snapshot;
import io.fleet.store.MemoryImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a simulated fleet to the invariants of the protocol. It knows what really happened: it
 * never asks the fleet, and no accident of the server takes its memory.
 */
final class Checker {
  private final Engine engine;
  private final Failover failover;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> started = new HashSet<>();
  private final Map<SlotId, Generation> highestAssigned = new HashMap<>();
  private final Map<SlotId, Generation> highestOver = new HashMap<>();
  private final Map<SlotId, List<Life>> lives = new TreeMap<>();
  private final Map<Long, String> tokenOfEpoch = new HashMap<>();
  private Snapshot promised = Snapshot.empty();
  private long highestEpoch;
  private long starts;
  private long accepted;
  private boolean calm;

  Checker(Engine engine, Failover failover) {
    this.engine = engine;
    this.failover = failover;
  }

  List<String> violations() {
    return violations;
  }

  long starts() {
    return starts;
  }

  long accepted() {
    return accepted;
  }

  /**
   * From now on nothing happens to the fleet but losses of the server: nobody may stop anything.
   */
  void nothingMayStop() {
    calm = true;
  }

  void violated(String invariant, String what) {
    if (violations.size() < 10) {
      violations.add("%s at %.3f s: %s".formatted(invariant, engine.now() / 1_000_000_000.0, what));
    }
  }

  // What is written.

  /** An operator was told that this holds from now on. */
  void promised(Snapshot snapshot) {
    if (snapshot.revision() > promised.revision()) {
      promised = snapshot;
    }
  }

  /** What is durable in the end is what was promised last, or something later. */
  void kept(Snapshot durable) {
    if (durable.revision() < promised.revision()
        || (durable.revision() == promised.revision() && !durable.spec().equals(promised.spec()))) {
      violated(
          "I8",
          "revision %d was promised, revision %d is durable"
              .formatted(promised.revision(), durable.revision()));
    }
  }

  /** A leader's write was accepted. */
  void wrote(String token, long epoch) {
    if (epoch < highestEpoch) {
      violated("I10", "a write of epoch " + epoch + " after one of epoch " + highestEpoch);
    }
    highestEpoch = Math.max(highestEpoch, epoch);
    var other = tokenOfEpoch.putIfAbsent(epoch, token);
    if (other != null && !other.equals(token)) {
      violated("I10", "epoch " + epoch + " is led by " + other + " and by " + token);
    }
  }

  /** A move was accepted. */
  void moved(MemoryImage.Event event) {
    var slot = event.slot();
    var to = event.to();
    if (to.isEmpty() || !to.get().state().owned()) {
      over(slot, event.gen());
      return;
    }
    if (to.get().state() == SlotState.ASSIGNED) {
      var before = highestAssigned.getOrDefault(slot, Generation.NONE);
      if (!to.get().gen().isAfter(before)) {
        violated("I3", slot + " is assigned as " + to.get().gen() + " after " + before);
      }
      highestAssigned.put(slot, to.get().gen());
      over(slot, new Generation(to.get().gen().value() - 1));
    }
  }

  private void over(SlotId slot, Generation gen) {
    highestOver.merge(slot, gen, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** The budget as it really is after a voluntary drain. */
  void drained(SlotId slot, int desired, int running, int maxUnavailable) {
    if (desired - running > maxUnavailable) {
      violated(
          "I9",
          "%s is drained, so that %d of %d run; at most %d may be down"
              .formatted(slot, running, desired, maxUnavailable));
    }
  }

  // What really happens.

  /** User code of a generation begins. */
  Life started(SlotId slot, Generation gen, String worker, long boot, Proc jvm, Proc children) {
    starts++;
    var life = new Life(slot, gen, worker, boot, jvm, children);
    if (!started.add(slot + " " + gen)) {
      violated("I1", life + " starts a second time");
    }
    lives.computeIfAbsent(slot, key -> new ArrayList<>()).add(life);
    atMostOne(slot);
    return life;
  }

  /** User code of a generation ended while its worker lives. */
  void ended(Life life) {
    if (calm) {
      violated("I11", life + " was stopped, though only the server lost something");
    }
    life.codeEnds();
  }

  /** A record of a generation was accepted. */
  void accepted(Life life) {
    accepted++;
    var over = highestOver.getOrDefault(life.slot(), Generation.NONE);
    if (!life.gen().isAfter(over)) {
      violated("I2a", "output of " + life + " is accepted although " + over + " is over");
    }
  }

  /** A stop of a process ends: what it left running has a short while to end. */
  void thawed() {
    engine.in(
        grace() + 20_000_000,
        Engine.WORLD,
        () -> List.copyOf(lives.keySet()).forEach(this::atMostOne));
  }

  private long grace() {
    return (long) ((failover.watchdog().toNanos() + failover.stopGrace().toNanos()) * 1.005)
        + 10_000_000;
  }

  private void atMostOne(SlotId slot) {
    var all = living(slot);
    Life first = null;
    for (var life : all) {
      if (!life.acts(engine.now(), grace())) {
        continue;
      }
      if (first != null && !first.gen().equals(life.gen())) {
        violated("I2b", first + " and " + life + " live at once");
      }
      first = life;
    }
  }

  /** All that lives now. */
  List<Life> living() {
    var all = new ArrayList<Life>();
    lives
        .values()
        .forEach(
            some -> {
              some.removeIf(Life::over);
              all.addAll(some);
            });
    return all;
  }

  List<Life> living(SlotId slot) {
    var all = lives.computeIfAbsent(slot, key -> new ArrayList<>());
    all.removeIf(Life::over);
    return all;
  }

  /** The event log, replayed, is the present state. */
  void replays(MemoryImage image) {
    var replayed = new TreeMap<SlotId, String>();
    for (var event : image.events()) {
      event
          .to()
          .ifPresentOrElse(
              to -> replayed.put(event.slot(), to.gen() + " " + to.state() + " " + to.worker()),
              () -> replayed.remove(event.slot()));
    }
    var present = new TreeMap<SlotId, String>();
    image
        .specs()
        .forEach((slot, to) -> present.put(slot, to.gen() + " " + to.state() + " " + to.worker()));
    if (!replayed.equals(present)) {
      violated("I15", "the log says " + replayed + ", the records say " + present);
    }
  }
}
