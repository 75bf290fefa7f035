package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Failover;
import io.fleet.config.FleetSpec;
import io.fleet.config.Restart;
import io.fleet.protocol.Code;
import io.fleet.protocol.Intent;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fleet on the table: what should be, what is, and the circumstances. Failover is FAST. */
final class Scene {
  static final long EPOCH = 7;
  static final long NOW = 1_000_000_000;
  static final long BOOT = 50;

  final TreeMap<String, AutomationSpec> automations = new TreeMap<>();
  final Map<String, String> hashes = new HashMap<>();
  final TreeMap<SlotId, SlotSpec> slots = new TreeMap<>();
  final TreeMap<String, WorkerView> workers = new TreeMap<>();
  long nextN = 100;
  boolean recovering;
  boolean judging = true;
  boolean braked;
  final List<Intent> intents = new ArrayList<>();
  final Map<String, Underway> rollouts = new HashMap<>();
  long now = NOW;

  /** An automation of one slot, whose config hash is {@code c1}. */
  Scene wants(int count) {
    return wants(automation("a", count, false, "1", Map.of()));
  }

  Scene wants(AutomationSpec automation) {
    automations.put(automation.name(), automation);
    hashes.putIfAbsent(automation.name(), "c1");
    return this;
  }

  /** One slot with restart rules of its own. */
  static AutomationSpec restarting(Restart restart) {
    return new AutomationSpec(
        "a",
        "Sample",
        "1",
        1,
        false,
        "{}",
        restart,
        "1",
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        Map.of());
  }

  static AutomationSpec automation(
      String name, int count, boolean paused, String unavailable, Map<String, String> require) {
    return new AutomationSpec(
        name,
        "Sample",
        "1",
        count,
        paused,
        "{}",
        Restart.DEFAULT,
        unavailable,
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        require);
  }

  /** Somebody ordered it. */
  Scene ordered(Intent.Kind kind, String target, long number) {
    intents.add(Ordering.order(kind, target, number));
    return this;
  }

  Scene wantsPaused() {
    return wants(automation("a", 1, true, "1", Map.of()));
  }

  Scene hash(String hash) {
    hashes.put("a", hash);
    return this;
  }

  static Generation gen(long epoch, int n) {
    return Generation.of(epoch, n);
  }

  /** Slot a/0 in a state: owned by w1 under boot 50 with generation 7.1, or nobody's. */
  Scene has(SlotState state) {
    return has(spec("a/0", state, gen(EPOCH, 1)));
  }

  Scene has(SlotSpec spec) {
    slots.put(spec.slot(), spec);
    return this;
  }

  static SlotSpec spec(String slot, SlotState state, Generation gen) {
    return new SlotSpec(
        SlotId.of(slot),
        gen,
        state,
        state.owned() ? "w1" : "",
        state.owned() ? BOOT : 0,
        "c1",
        gen.epoch(),
        Reason.SCALED_UP,
        NOW - 5_000,
        0,
        0,
        "");
  }

  static SlotSpec because(SlotSpec of, Reason cause, long until, int failures, String detail) {
    return new SlotSpec(
        of.slot(),
        of.gen(),
        of.state(),
        of.worker(),
        of.boot(),
        of.cfg(),
        of.epoch(),
        cause,
        of.sinceMillis(),
        until,
        failures,
        detail);
  }

  /** Worker w1 under boot 50, fresh, with room for 10. */
  Scene hears(SlotReport... said) {
    return hears(worker("w1", said));
  }

  Scene hears(WorkerView worker) {
    workers.put(worker.name(), worker);
    return this;
  }

  static WorkerView worker(String name, SlotReport... said) {
    return worker(name, BOOT, 0, 0, 10, said);
  }

  static WorkerView worker(
      String name, long boot, long certificate, long silent, int capacity, SlotReport... said) {
    var slots = new HashMap<String, SlotReport>();
    for (var each : said) {
      slots.put(each.slot(), each);
    }
    return new WorkerView(
        name,
        boot,
        boot + " 3 1 " + EPOCH,
        EPOCH,
        silent,
        certificate,
        capacity,
        Map.of(),
        false,
        true,
        slots);
  }

  static WorkerView with(WorkerView of, Map<String, String> labels, boolean leaving, boolean ok) {
    return new WorkerView(
        of.name(),
        of.boot(),
        of.beat(),
        of.seen(),
        of.silentMillis(),
        of.certificate(),
        of.capacity(),
        labels,
        leaving,
        ok,
        of.slots(),
        of.host(),
        of.code(),
        of.standing());
  }

  static WorkerView at(WorkerView of, String host, @Nullable List<Code> code) {
    return new WorkerView(
        of.name(),
        of.boot(),
        of.beat(),
        of.seen(),
        of.silentMillis(),
        of.certificate(),
        of.capacity(),
        of.labels(),
        of.leaving(),
        of.compatible(),
        of.slots(),
        host,
        code,
        of.standing());
  }

  /** Placed so; may be down as it likes. */
  static AutomationSpec placed(
      String name, int count, Map<String, String> require, String spread, int mostOnHost) {
    return new AutomationSpec(
        name,
        "Sample",
        "1",
        count,
        false,
        "{}",
        Restart.DEFAULT,
        "100%",
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        require,
        spread,
        mostOnHost);
  }

  static SlotReport says(Phase phase) {
    return says(phase, "stopped", false);
  }

  static SlotReport says(Phase phase, String detail, boolean permanent) {
    return says("a/0", gen(EPOCH, 1), phase, detail, permanent);
  }

  static SlotReport says(
      String slot, Generation gen, Phase phase, String detail, boolean permanent) {
    return new SlotReport(slot, gen.value(), phase, "c1", detail, permanent, 0);
  }

  Desired desired() {
    return new Desired(
        new FleetSpec("test", Map.of(), Failover.FAST, automations, new TreeMap<>()),
        hashes,
        Will.of(intents),
        rollouts);
  }

  Observed observed() {
    return Observed.of(slots, workers, 60_000);
  }

  Plan plan() {
    return Reconciler.plan(
        desired(), observed(), new Conditions(EPOCH, nextN, recovering, judging, braked, now));
  }

  /** The one move of the plan. */
  Transition move() {
    var plan = plan();
    if (plan.moves().size() != 1) {
      throw new AssertionError("not one move: " + plan);
    }
    return plan.moves().getFirst();
  }

  /** The record that the one move writes. */
  SlotSpec to() {
    return move().to();
  }

  /** The reason of a/0 in a plan that writes nothing. */
  Explanation stays() {
    var plan = plan();
    var why = plan.reasons().get(SlotId.of("a/0"));
    if (!plan.isEmpty() || why == null) {
      throw new AssertionError("not only a reason: " + plan);
    }
    return why;
  }
}
