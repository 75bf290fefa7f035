package io.fleet.worker;

import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.SlotReport;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this boot knows of its slots: at most one tenure of each, and the highest generation it ever
 * took or refused. It turns an answered heartbeat into orders. A generation starts at most once; an
 * ended one is reported until the leader has seen it. Belongs to one thread.
 */
final class SlotBook {
  private final String worker;
  private final long boot;
  private final InstantSource clock;
  private final Map<String, SlotReport> tenures = new TreeMap<>();
  private final Map<String, Long> lastGen = new HashMap<>();
  private long revision = 1;

  SlotBook(String worker, long boot, InstantSource clock) {
    this.worker = worker;
    this.boot = boot;
    this.clock = clock;
  }

  /** Changes with every change of what is reported. */
  long revision() {
    return revision;
  }

  /** Something else of the report changed. */
  void touch() {
    revision++;
  }

  List<SlotReport> reports() {
    return List.copyOf(tenures.values());
  }

  boolean living() {
    return tenures.values().stream().anyMatch(t -> t.phase().living());
  }

  /** Whether something lives that may still end by itself. */
  boolean ending() {
    return tenures.values().stream().anyMatch(t -> t.phase().living() && t.phase() != Phase.STUCK);
  }

  /** How many begin or run and have not been told to end. */
  int staying() {
    return (int)
        tenures.values().stream()
            .filter(t -> t.phase() == Phase.STARTING || t.phase() == Phase.RUNNING)
            .count();
  }

  /** How many it speaks of. */
  int size() {
    return tenures.size();
  }

  boolean isEmpty() {
    return tenures.isEmpty();
  }

  /** A generation says where it is; one that begins or runs and cannot go on has stalled. */
  void phase(String slot, long gen, Phase phase, String detail, boolean permanent) {
    var present = tenures.get(slot);
    if (present == null || present.gen() != gen || !present.phase().living()) {
      throw new IllegalStateException(
          "worker %s boot %d: %s %s says %s, but the book has %s"
              .formatted(worker, boot, slot, new Generation(gen), phase, present));
    }
    var stalled = permanent && (phase == Phase.STARTING || phase == Phase.RUNNING);
    put(
        new SlotReport(
            slot,
            gen,
            phase,
            present.cfg(),
            detail,
            permanent && !stalled,
            clock.millis(),
            stalled));
  }

  /** Orders to carry out. With {@code mayStart} false what is given to us is refused for good. */
  List<Order> hear(Heard reply, boolean mayStart) {
    var orders = new ArrayList<Order>();
    for (var spec : reply.specs()) {
      forgetSeen(spec, reply.adopted());
      order(spec, reply, mayStart).ifPresent(orders::add);
    }
    return orders;
  }

  /**
   * Whether hearing this answer again would neither order nor change anything, however the phases
   * go on: it names exactly the generations that are here, all given to this boot and none to be
   * stopped. Asked right after it was heard.
   */
  boolean settled(Heard reply) {
    return reply.adopted()
        && reply.specs().size() == tenures.size()
        && reply.specs().stream().allMatch(this::agreed);
  }

  private boolean agreed(WorkerSpec spec) {
    var present = tenures.get(spec.slot());
    return present != null
        && present.gen() == spec.gen()
        && spec.worker().equals(worker)
        && spec.boot() == boot
        && (spec.state().equals(SlotState.ASSIGNED.name())
            || spec.state().equals(SlotState.RUNNING.name()));
  }

  /**
   * An ended tenure has been seen when the slot moved on, is nobody's, or is gone from a Redis that
   * may be believed.
   */
  private void forgetSeen(WorkerSpec spec, boolean adopted) {
    var present = tenures.get(spec.slot());
    if (present == null || present.phase().living()) {
      return;
    }
    var gone = spec.absent() && adopted;
    var later = !spec.absent() && spec.gen() > present.gen();
    var ownerless =
        !spec.absent() && spec.gen() == present.gen() && !SlotState.valueOf(spec.state()).owned();
    if (gone || later || ownerless) {
      tenures.remove(spec.slot());
      revision++;
    }
  }

  private Optional<Order> order(WorkerSpec spec, Heard reply, boolean mayStart) {
    if (spec.absent()) {
      return Optional.empty();
    }
    var present = tenures.get(spec.slot());
    var livingGen = present != null && present.phase().living() ? present.gen() : 0;
    if (livingGen > 0 && spec.gen() > livingGen) {
      return Optional.of(new Order.Stop(spec.slot(), livingGen, true));
    }
    return spec.worker().equals(worker) && ofThisBoot(spec) && spec.gen() >= livingGen
        ? mine(spec, reply, livingGen > 0, mayStart)
        : Optional.empty();
  }

  private Optional<Order> mine(WorkerSpec spec, Heard reply, boolean lives, boolean mayStart) {
    var state = SlotState.valueOf(spec.state());
    if (lives) {
      return state == SlotState.DRAINING
          ? Optional.of(new Order.Stop(spec.slot(), spec.gen(), false, spec.graceMillis()))
          : Optional.empty();
    }
    // Refused aloud by a worker that leaves, so that the leader need not wait for its death.
    var refused = state == SlotState.ASSIGNED && !mayStart;
    if (taken(spec) || refused || state == SlotState.DRAINING) {
      sayDoneAgain(spec);
      return Optional.empty();
    }
    if (state == SlotState.ASSIGNED && current(spec, reply)) {
      lastGen.put(spec.slot(), spec.gen());
      put(
          new SlotReport(
              spec.slot(), spec.gen(), Phase.STARTING, spec.cfg(), "", false, clock.millis()));
      return Optional.of(new Order.Start(spec.slot(), spec.gen(), spec.cfg()));
    }
    return Optional.empty();
  }

  private boolean ofThisBoot(WorkerSpec spec) {
    return spec.boot() == boot;
  }

  /** What was started or refused once is never started again. */
  private boolean taken(WorkerSpec spec) {
    return lastGen.getOrDefault(spec.slot(), 0L) >= spec.gen();
  }

  /** Only the present leader's word, on a Redis that it has taken over, starts anything. */
  private static boolean current(WorkerSpec spec, Heard reply) {
    return reply.adopted() && new Generation(spec.gen()).epoch() == reply.epoch();
  }

  /** It has ended here, or will never start here; the leader waits for that word. */
  private void sayDoneAgain(WorkerSpec spec) {
    lastGen.merge(spec.slot(), spec.gen(), Math::max);
    var present = tenures.get(spec.slot());
    if (present == null || present.gen() < spec.gen()) {
      put(
          new SlotReport(
              spec.slot(), spec.gen(), Phase.DONE, spec.cfg(), "stopped", false, clock.millis()));
    }
  }

  private void put(SlotReport tenure) {
    tenures.put(tenure.slot(), tenure);
    revision++;
  }
}
