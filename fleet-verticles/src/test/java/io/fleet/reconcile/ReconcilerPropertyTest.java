package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Fleets by chance, most of them in a mess: what holds of every plan, and where plans lead. */
final class ReconcilerPropertyTest {
  private static final int CASES = 1_000;
  private static final int PASSES = 60;
  private static final int QUIET_PASSES = 4;
  private static final long EPOCH = 7;

  /** Of the leader that finds the mess. */
  private static final long NEXT = EPOCH + 1;

  private static final long NOW = 1_000_000_000;
  private static final Set<Reason> VOLUNTARY =
      Set.of(Reason.CONFIG_CHANGED, Reason.RETRY_NOW, Reason.DRAIN, Reason.MISPLACED);

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private SplittableRandom random = new SplittableRandom(seed);

  /** Of the scene that was made last. */
  private boolean braked;

  private String told(int i) {
    return "-Dfleet.seed=" + seed + " case " + i;
  }

  private Conditions now(long nextN, boolean recovering, boolean judging, long millis) {
    return new Conditions(EPOCH, nextN, recovering, judging, braked, millis);
  }

  // The generator.

  private Scene scene() {
    var scene = new Scene();
    for (var name : new String[] {"a", "b", "c"}) {
      if (random.nextInt(4) > 0) {
        scene.hashes.put(name, "c" + random.nextInt(1, 3));
        scene.wants(
            Scene.automation(
                name,
                random.nextInt(0, 7),
                random.nextInt(5) == 0,
                random.nextBoolean() ? "" + random.nextInt(1, 4) : "40%",
                random.nextInt(4) == 0 ? Map.of("zone", "x") : Map.of()));
      }
    }
    for (var i = random.nextInt(5); i > 0; i--) {
      scene.hears(worker("w" + random.nextInt(1, 5)));
    }
    braked = random.nextInt(6) == 0;
    scene.braked = braked;
    scene.intents.addAll(Ordering.some(random, "a", "b", "c"));
    for (var i = random.nextInt(18); i > 0; i--) {
      var record = record();
      var holder = scene.workers.get(record.worker());
      // Boots only rise: no worker beats under an earlier one than a record names.
      if (holder == null || (holder.boot() >= record.boot() && !runsOn(record, holder))) {
        scene.has(record);
      }
    }
    return scene;
  }

  /** Code that once would not stop has ended or has not: it does not begin or run again. */
  private static boolean runsOn(SlotSpec record, WorkerView holder) {
    return record.state() == SlotState.STUCK
        && record.boot() == holder.boot()
        && holder
            .of(record.slot().toString(), record.gen().value())
            .filter(said -> said.phase() == Phase.STARTING || said.phase() == Phase.RUNNING)
            .isPresent();
  }

  private WorkerView worker(String name) {
    long boot = random.nextInt(49, 53);
    var said = new HashMap<String, SlotReport>();
    for (var i = random.nextInt(8); i > 0; i--) {
      var report =
          new SlotReport(
              slot(),
              generation().value(),
              any(Phase.values()),
              "c" + random.nextInt(1, 3),
              random.nextInt(3) == 0 ? "finished" : "stopped",
              random.nextInt(4) == 0,
              0,
              random.nextInt(5) == 0);
      said.put(report.slot(), report);
    }
    long seen = random.nextInt(3) == 0 ? EPOCH - 1 : EPOCH;
    return new WorkerView(
            name,
            boot,
            boot + " 1 1 " + seen,
            seen,
            random.nextInt(3) == 0 ? random.nextInt(9_000) : 0,
            random.nextInt(4) == 0 ? random.nextInt(48, 54) : 0,
            random.nextInt(0, 9),
            random.nextBoolean() ? Map.of("zone", "x") : Map.of(),
            random.nextInt(8) == 0,
            random.nextInt(10) > 0,
            said)
        .standing(Ordering.standing(random));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String slot() {
    return "abc".charAt(random.nextInt(3)) + "/" + random.nextInt(8);
  }

  private Generation generation() {
    return Generation.of(random.nextInt(5, 8), random.nextInt(1, 9));
  }

  private SlotSpec record() {
    var state = any(SlotState.values());
    var causes =
        new Reason[] {Reason.STARTED, Reason.BATCH_FINISHED, Reason.FAILED, Reason.QUARANTINED_BY};
    return new SlotSpec(
        SlotId.of(slot()),
        generation(),
        state,
        state.owned() ? "w" + random.nextInt(1, 5) : "",
        state.owned() ? random.nextInt(49, 53) : 0,
        "c" + random.nextInt(1, 3),
        random.nextInt(5, 8),
        causes[random.nextInt(causes.length)],
        NOW - random.nextInt(1_000_000),
        NOW + random.nextInt(-5_000, 5_000),
        random.nextInt(5),
        "");
  }

  // What holds of every plan.

  @Test
  void the_same_input_gives_the_same_plan() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var now = now(100, random.nextBoolean(), random.nextBoolean(), NOW);
      assertThat(Reconciler.plan(scene.desired(), scene.observed(), now))
          .as(told(i))
          .isEqualTo(Reconciler.plan(scene.desired(), scene.observed(), now));
    }
  }

  @Test
  void each_slot_that_does_not_simply_run_has_one_reason_and_at_most_one_move() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var plan =
          Reconciler.plan(
              scene.desired(),
              scene.observed(),
              now(100, random.nextBoolean(), random.nextBoolean(), NOW));
      var moved = new HashSet<SlotId>();
      for (var move : plan.moves()) {
        assertThat(moved.add(move.from().slot())).as(told(i)).isTrue();
      }
      for (var spec : plan.removals()) {
        assertThat(moved.add(spec.slot())).as(told(i)).isTrue();
        assertThat(spec.state().owned()).as(told(i)).isFalse();
      }
      var after = new HashMap<>(scene.slots);
      plan.moves().forEach(move -> after.put(move.to().slot(), move.to()));
      plan.removals().forEach(spec -> after.remove(spec.slot()));
      var every = new TreeSet<>(after.keySet());
      scene
          .automations
          .values()
          .forEach(
              a -> {
                for (var n = 0; n < a.slots(); n++) {
                  every.add(new SlotId(a.name(), n));
                }
              });
      for (var slot : every) {
        var spec = after.get(slot);
        if (spec == null || spec.state() != SlotState.RUNNING) {
          assertThat(plan.reasons()).as(told(i) + " " + slot).containsKey(slot);
        }
      }
    }
  }

  @Test
  void each_move_says_why_with_the_very_reason_that_it_writes() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var plan = Reconciler.plan(scene.desired(), scene.observed(), now(100, false, true, NOW));
      for (var move : plan.moves()) {
        var why = plan.reasons().get(move.to().slot());
        switch (move.to().state()) {
          case RUNNING -> assertThat(why).as(told(i) + " " + move).isNull();
          case ASSIGNED -> assertThat(why.reason()).as(told(i)).isEqualTo(Reason.AWAITING_REPORT);
          default -> {
            assertThat(why.reason()).as(told(i) + " " + move).isEqualTo(move.to().cause());
          }
        }
      }
    }
  }

  @Test
  void a_slot_that_runs_and_should_run_anew_says_why_it_does_not() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var desired = scene.desired();
      var plan = Reconciler.plan(desired, scene.observed(), now(100, false, true, NOW));
      var moved = plan.moves().stream().map(move -> move.from().slot()).collect(Collectors.toSet());
      for (var spec : scene.slots.values()) {
        if (spec.state() != SlotState.RUNNING
            || moved.contains(spec.slot())
            || desired.wanting(spec.slot()).isEmpty()) {
          continue;
        }
        var worker = scene.observed().worker(spec.worker());
        if (Replacement.of(spec, worker, desired).isPresent()) {
          assertThat(plan.reasons()).as(told(i) + " " + spec).containsKey(spec.slot());
        }
      }
    }
  }

  @Test
  void the_brake_stops_no_slot_that_is_well() {
    var allowed =
        Set.of(Reason.SCALED_DOWN, Reason.PAUSED_BY, Reason.QUARANTINED_BY, Reason.NO_PROGRESS);
    var drains = 0;
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      braked = true;
      var plan = Reconciler.plan(scene.desired(), scene.observed(), now(100, false, true, NOW));
      for (var move : plan.moves()) {
        var stops =
            move.from().state() == SlotState.RUNNING && move.to().state() == SlotState.DRAINING;
        if (stops) {
          drains++;
          assertThat(move.to().cause()).as(told(i) + " " + move).isIn(allowed);
        }
      }
    }
    assertThat(drains).isPositive();
  }

  @Test
  void nothing_is_given_to_a_worker_that_cannot_have_it() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var recovering = random.nextInt(4) == 0;
      var plan =
          Reconciler.plan(scene.desired(), scene.observed(), now(100, recovering, true, NOW));
      var held = new HashMap<String, Integer>();
      scene.slots.values().forEach(spec -> held.merge(spec.worker(), 1, Integer::sum));
      for (var move : plan.moves()) {
        if (move.to().state() != SlotState.ASSIGNED) {
          continue;
        }
        assertThat(recovering).as(told(i)).isFalse();
        var worker = scene.workers.get(move.to().worker());
        assertThat(worker).as(told(i)).isNotNull();
        assertThat(worker.boot()).as(told(i)).isEqualTo(move.to().boot());
        assertThat(worker.boot()).as(told(i)).isGreaterThan(worker.certificate());
        assertThat(worker.silentMillis()).as(told(i)).isLessThan(1_000);
        assertThat(worker.leaving()).as(told(i)).isFalse();
        assertThat(worker.standing().open()).as(told(i)).isTrue();
        assertThat(worker.stuck()).as(told(i)).isFalse();
        assertThat(worker.compatible()).as(told(i)).isTrue();
        assertThat(worker.labels().entrySet())
            .as(told(i))
            .containsAll(scene.automations.get(move.to().slot().automation()).require().entrySet());
        assertThat(held.merge(worker.name(), 1, Integer::sum))
            .as(told(i))
            .isLessThanOrEqualTo(worker.capacity());
      }
    }
  }

  @Test
  void a_held_slot_is_freed_by_proof_alone() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var judging = random.nextBoolean();
      var plan =
          Reconciler.plan(
              scene.desired(), scene.observed(), now(100, random.nextBoolean(), judging, NOW));
      for (var move : plan.moves()) {
        if (move.from().state().owned() && !move.to().state().owned()) {
          assertThat(proven(scene, move.from(), judging)).as(told(i) + " " + move).isTrue();
        }
      }
    }
  }

  private static boolean proven(Scene scene, SlotSpec spec, boolean judging) {
    var worker = scene.observed().worker(spec.worker());
    var word =
        worker.boot() == spec.boot()
            && worker
                .of(spec.slot().toString(), spec.gen().value())
                .map(said -> !said.phase().living())
                .orElse(worker.seen() == EPOCH && spec.gen().epoch() < EPOCH);
    return word
        || worker.boot() > spec.boot()
        || worker.certificate() >= spec.boot()
        || (judging && worker.silentMillis() >= 5_000);
  }

  @Test
  void voluntary_drains_leave_as_many_running_as_must_run() {
    for (var i = 0; i < CASES; i++) {
      var scene = scene();
      var plan = Reconciler.plan(scene.desired(), scene.observed(), now(100, false, true, NOW));
      for (var automation : scene.automations.values()) {
        var drained =
            plan.moves().stream()
                .filter(m -> VOLUNTARY.contains(m.to().cause()))
                .filter(m -> m.from().state() == SlotState.RUNNING)
                .map(m -> m.from().slot())
                .filter(slot -> slot.automation().equals(automation.name()))
                .collect(Collectors.toSet());
        var runs =
            scene.slots.values().stream()
                .filter(s -> s.state() == SlotState.RUNNING)
                .filter(s -> s.slot().automation().equals(automation.name()))
                .filter(s -> s.slot().index() < automation.slots())
                .filter(s -> !drained.contains(s.slot()))
                .count();
        if (!drained.isEmpty()) {
          assertThat(braked).as(told(i)).isFalse();
          assertThat(automation.slots() - runs)
              .as(told(i))
              .isLessThanOrEqualTo(automation.unavailable());
        }
      }
    }
  }

  // Where plans lead.

  @Test
  void plans_lead_to_what_is_desired_and_then_are_empty() {
    for (var i = 0; i < CASES; i++) {
      random = new SplittableRandom(seed + i);
      var told = "-Dfleet.seed=" + (seed + i) + " case 0";
      var scene = scene();
      var model = new Model(scene.slots, scene.workers);
      var highest = new HashMap<SlotId, Generation>();
      long n = 100;
      var millis = NOW;
      Plan plan = null;
      var quiet = 0;
      for (var pass = 0; pass < PASSES && quiet < QUIET_PASSES; pass++) {
        plan =
            Reconciler.plan(
                scene.desired(),
                model.observed(),
                new Conditions(NEXT, n, pass < 2, true, braked, millis));
        for (var move : plan.moves()) {
          if (move.to().state() == SlotState.ASSIGNED) {
            var slot = move.to().slot();
            assertThat(move.to().gen().isAfter(highest.getOrDefault(slot, Generation.NONE)))
                .as(told)
                .isTrue();
            highest.put(slot, move.to().gen());
          }
        }
        assertThat(model.write(plan, scene.desired(), NEXT)).as(told).isEmpty();
        quiet = plan.isEmpty() && pass >= 2 ? quiet + 1 : 0;
        n = plan.nextN();
        model.answer(NEXT);
        millis += 10_000;
      }
      assertThat(plan.isEmpty()).as(told + " " + plan).isTrue();
      for (var spec : model.slots.values()) {
        assertThat(settled(spec, scene, plan)).as(told + " " + spec + " " + plan).isTrue();
      }
    }
  }

  /** Runs as wanted, or is held back for a reason that no pass can lift. */
  private static boolean settled(SlotSpec spec, Scene scene, Plan plan) {
    var wanted = scene.desired().wanting(spec.slot());
    if (wanted.isEmpty()) {
      return false;
    }
    var desired = scene.desired();
    var held = Held.of(desired, wanted.get(), spec.slot());
    if (spec.state() == SlotState.RUNNING) {
      var worker = scene.observed().worker(spec.worker());
      return held.isEmpty()
          && (Replacement.of(spec, worker, desired).isEmpty() || spent(wanted.get(), spec, plan));
    }
    var why = plan.reasons().get(spec.slot()).reason();
    return switch (spec.state()) {
      case PAUSED -> held.isPresent();
      case QUARANTINED ->
          why
              == (held.filter(h -> h.holds(spec)).isPresent()
                  ? Reason.QUARANTINED_BY
                  : Reason.AWAITING_RELEASE);
      case FREE ->
          why == Reason.NO_ROOM
              || why == Reason.NO_ELIGIBLE_WORKER
              || why == Reason.CONSTRAINT_UNMET
              || why == Reason.BRAKE_ON
              || why == Reason.BATCH_FINISHED;
      default -> false;
    };
  }

  /** Others of it cannot come up, so this one must not be taken down. */
  private static boolean spent(AutomationSpec automation, SlotSpec spec, Plan plan) {
    var down =
        plan.reasons().entrySet().stream()
            .filter(e -> e.getKey().automation().equals(automation.name()))
            .filter(e -> e.getValue().reason() != Reason.MAX_UNAVAILABLE)
            .count();
    var why = plan.reasons().get(spec.slot()).reason();
    if (why == Reason.BRAKE_ON) {
      return true;
    }
    return why == Reason.MAX_UNAVAILABLE && down >= automation.unavailable();
  }
}
