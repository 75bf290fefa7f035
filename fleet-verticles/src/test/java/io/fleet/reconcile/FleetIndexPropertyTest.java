package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Bytes;
import io.fleet.config.Failover;
import io.fleet.config.FleetSpec;
import io.fleet.config.Restart;
import io.fleet.config.RolloutPolicy;
import io.fleet.config.Threading;
import io.fleet.config.Threads;
import io.fleet.protocol.Code;
import io.fleet.protocol.Intake;
import io.fleet.protocol.Intent;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutClock;
import io.fleet.protocol.RolloutReach;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotNumbers;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
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
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Long lives of fleets by chance: at each step the index, which only hears what changed, decides
 * what the full pass decides on everything.
 */
final class FleetIndexPropertyTest {
  private static final int HISTORIES = Integer.getInteger("fleet.histories", 2_000);
  private static final int STEPS = 25;
  private static final long NOW = 1_000_000_000;
  private static final String[] NAMES = {"a", "b", "c"};

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private SplittableRandom random = new SplittableRandom(seed);

  /** What only a step changes. */
  private final TreeMap<String, AutomationSpec> automations = new TreeMap<>();

  private final Map<String, String> hashes = new HashMap<>();
  private final Map<SlotId, Explanation> heard = new HashMap<>();
  private Model model = new Model(Map.of(), Map.of());
  private FleetIndex index = new FleetIndex();
  private Failover failover = Failover.FAST;
  private List<Intent> intents = List.of();
  private final Map<String, Underway> rollouts = new HashMap<>();
  private Desired desired = desired();
  private long epoch;
  private long nextN;
  private long millis;
  private long leading;
  private boolean recovering;
  private boolean judging;
  private boolean braked;

  @Test
  void the_index_decides_at_each_step_what_the_full_pass_decides() {
    var moves = 0;
    for (var i = 0; i < HISTORIES; i++) {
      random = new SplittableRandom(seed + i);
      begin();
      for (var step = 0; step < STEPS; step++) {
        var told = "-Dfleet.seed=" + (seed + i) + " -Dfleet.histories=1 step " + step;
        var now = new Conditions(epoch, nextN, recovering, judging, braked, millis);
        var full = Reconciler.plan(desired, Observed.of(model.slots, model.workers, leading), now);
        var part = index.plan(desired, model.workers, leading, now);
        assertThat(part.moves()).as(told).isEqualTo(full.moves());
        assertThat(part.removals()).as(told).isEqualTo(full.removals());
        assertThat(part.nextN()).as(told).isEqualTo(full.nextN());
        assertThat(index.reasons()).as(told).isEqualTo(full.reasons());
        heard.putAll(part.said());
        heard.keySet().removeAll(part.unsaid());
        assertThat(heard).as(told).isEqualTo(full.reasons());
        moves += full.moves().size();
        nextN = full.nextN();
        write(full);
        for (var change = random.nextInt(4); change > 0; change--) {
          change();
        }
      }
    }
    assertThat(moves).isGreaterThan(HISTORIES);
  }

  private void begin() {
    automations.clear();
    hashes.clear();
    rollouts.clear();
    heard.clear();
    model = new Model(Map.of(), Map.of());
    index = new FleetIndex();
    failover = Failover.FAST;
    epoch = 7;
    nextN = 100;
    millis = NOW;
    leading = 60_000;
    recovering = false;
    judging = true;
    braked = false;
    intents = List.of();
    for (var i = random.nextInt(1, 6); i > 0; i--) {
      worker();
    }
    for (var i = random.nextInt(1, 4); i > 0; i--) {
      want();
    }
    for (var i = random.nextInt(3); i > 0; i--) {
      rewrite();
    }
  }

  // Steps.

  /** All of it, or part of it, as when some were refused. */
  private void write(Plan plan) {
    var all = random.nextInt(4) > 0;
    for (var move : plan.moves()) {
      if (all || random.nextBoolean()) {
        var to = move.to();
        put(
            new SlotSpec(
                to.slot(),
                to.gen(),
                to.state(),
                to.worker(),
                to.boot(),
                to.cfg(),
                epoch,
                to.cause(),
                to.sinceMillis(),
                to.untilMillis(),
                to.failures(),
                to.detail()));
      }
    }
    for (var spec : plan.removals()) {
      if (all || random.nextBoolean()) {
        remove(spec.slot());
      }
    }
  }

  private void put(SlotSpec spec) {
    model.slots.put(spec.slot(), spec);
    index.written(spec);
  }

  private void remove(SlotId slot) {
    model.slots.remove(slot);
    index.removed(slot);
  }

  private void change() {
    switch (random.nextInt(22)) {
      case 0 -> want();
      case 1 -> worker();
      case 2 -> rewrite();
      case 3 -> model.workers.remove("w" + random.nextInt(1, 7));
      case 4 -> silence();
      case 5 -> millis += random.nextInt(20) == 0 ? -50_000 : random.nextInt(400_000);
      case 6 -> judging = !judging;
      case 7 -> circumstances();
      case 8 -> relabel();
      case 9 -> say();
      case 10 -> leading += random.nextInt(4_000);
      case 11 -> {
        intents = Ordering.some(random, NAMES);
        desired = desired();
      }
      case 12 -> braked = !braked;
      case 14 -> stall();
      case 15, 16 -> rollout();
      case 13 ->
          model.workers.computeIfPresent(
              "w" + random.nextInt(1, 7), (name, w) -> w.standing(Ordering.standing(random)));
      default -> model.answer(epoch);
    }
    leading += 500;
    millis += 500;
  }

  private void circumstances() {
    switch (random.nextInt(5)) {
      case 0 -> {
        epoch++;
        nextN = 1;
      }
      case 1 -> nextN = Generation.MAX_N - random.nextInt(3);
      case 2 -> {
        failover = failover == Failover.FAST ? Failover.BALANCED : Failover.FAST;
        desired = desired();
      }
      default -> recovering = !recovering;
    }
  }

  private void want() {
    var name = any(NAMES);
    if (random.nextInt(6) == 0) {
      automations.remove(name);
    } else {
      hashes.put(name, "c" + random.nextInt(1, 3));
      automations.put(
          name,
          new AutomationSpec(
                  name,
                  random.nextInt(4) == 0 ? "Other" : "Sample",
                  "1",
                  random.nextInt(0, 7),
                  random.nextInt(8) == 0,
                  "{}",
                  new Restart(
                      random.nextInt(1, 6),
                      Duration.ofMinutes(10),
                      Duration.ofSeconds(1),
                      2,
                      Duration.ofMinutes(5)),
                  random.nextBoolean() ? "" + random.nextInt(1, 4) : "40%",
                  Duration.ofMinutes(1),
                  Duration.ofSeconds(30),
                  random.nextInt(3) == 0 ? Map.of("zone", any("x", "y")) : Map.of(),
                  any("host", "none", "zone"),
                  random.nextInt(0, 4))
              .on(threads()));
    }
    desired = desired();
  }

  private Threads threads() {
    return new Threads(Threading.VIRTUAL, new Bytes(any(0, 0, 100, 300)));
  }

  private Desired desired() {
    return new Desired(
        new FleetSpec("test", Map.of(), failover, automations, new TreeMap<>()),
        hashes,
        Will.of(intents),
        rollouts);
  }

  /** At any step, with anybody admitted; or none. */
  private void rollout() {
    var name = any(NAMES);
    var wanted = automations.get(name);
    rollouts.remove(name);
    if (wanted != null && random.nextInt(4) > 0) {
      var to = hashes.getOrDefault(name, "c1");
      var step = any(RolloutStep.values());
      var admitted = SlotNumbers.of(random.ints(random.nextInt(6), 0, 8));
      var rollout =
          new Rollout(
              "r-1",
              name,
              to.equals("c1") ? "c2" : "c1",
              to,
              RolloutPolicy.DEFAULT,
              step,
              step,
              RolloutReach.NONE.admit(admitted, false),
              RolloutClock.begin(millis),
              "");
      rollouts.put(
          name, new Underway(rollout, wanted.withCode("Sample", any("1", "2")).on(threads())));
    }
    desired = desired();
  }

  /** A worker that is new, or as if it were. */
  private void worker() {
    var name = "w" + random.nextInt(1, 7);
    var old = model.workers.get(name);
    var boot = old == null ? 50L : old.boot() + random.nextInt(2);
    var view = Scene.worker(name, boot, random.nextInt(8) == 0 ? boot : 0, 0, random.nextInt(0, 7));
    model.workers.put(name, view);
    relabel(name);
  }

  private void relabel() {
    relabel("w" + random.nextInt(1, 7));
  }

  private void relabel(String name) {
    var view = model.workers.get(name);
    if (view != null) {
      var labels = random.nextInt(3) == 0 ? Map.<String, String>of() : zone();
      var code =
          switch (random.nextInt(4)) {
            case 0 -> List.of(new Code("sample", "Sample", any("1", "2")));
            case 1 -> List.of(new Code("", "Sample", ""), new Code("other", "Other", "1"));
            default -> null;
          };
      view = Scene.with(view, labels, random.nextInt(9) == 0, random.nextInt(9) > 0);
      var offered = any(null, 250L, 700L);
      model.workers.put(
          name,
          Scene.at(view, any("h1", "h2", "h3", ""), code)
              .takes(Intake.UNKNOWN.promising(offered))
              .standing(view.standing()));
    }
  }

  private Map<String, String> zone() {
    return Map.of("zone", any("x", "y"));
  }

  private void silence() {
    model.workers.computeIfPresent(
        "w" + random.nextInt(1, 7),
        (name, w) ->
            new WorkerView(
                w.name(),
                w.boot(),
                w.beat(),
                w.seen(),
                any(0, 900, 1_200, 1_700, 4_999, 5_000, 30_000),
                w.certificate(),
                w.capacity(),
                w.labels(),
                w.leaving(),
                w.compatible(),
                w.slots(),
                w.host(),
                w.code(),
                w.intake(),
                w.standing()));
  }

  /** A worker says something that nobody expects of it. */
  private void say() {
    model.workers.computeIfPresent(
        "w" + random.nextInt(1, 7),
        (name, w) -> {
          var said = new HashMap<>(w.slots());
          if (random.nextInt(3) == 0) {
            said.clear();
          }
          var known = new ArrayList<>(model.slots.values());
          if (!known.isEmpty() && random.nextInt(4) > 0) {
            var spec = known.get(random.nextInt(known.size()));
            put(said, spec.slot().toString(), spec.gen().value());
          } else {
            put(said, slot().toString(), generation().value());
          }
          return new WorkerView(
              w.name(),
              w.boot(),
              w.beat() + "0",
              w.seen(),
              0,
              w.certificate(),
              w.capacity(),
              w.labels(),
              w.leaving(),
              w.compatible(),
              said,
              w.host(),
              w.code(),
              w.standing());
        });
  }

  /** Something comes to a standstill, or moves again, and nothing else changes. */
  private void stall() {
    model.workers.computeIfPresent(
        "w" + random.nextInt(1, 7),
        (name, w) -> {
          var said = new HashMap<>(w.slots());
          said.replaceAll(
              (slot, r) ->
                  new SlotReport(
                      slot,
                      r.gen(),
                      r.phase(),
                      r.cfg(),
                      r.detail(),
                      r.permanent(),
                      r.sinceMillis(),
                      !r.stalled()));
          return new WorkerView(
              w.name(),
              w.boot(),
              w.beat() + "1",
              w.seen(),
              0,
              w.certificate(),
              w.capacity(),
              w.labels(),
              w.leaving(),
              w.compatible(),
              said,
              w.host(),
              w.code(),
              w.standing());
        });
  }

  private void put(Map<String, SlotReport> said, String slot, long gen) {
    said.put(
        slot,
        new SlotReport(
            slot,
            gen,
            any(Phase.values()),
            "c1",
            any("stopped", "finished"),
            random.nextInt(6) == 0,
            0,
            random.nextInt(4) == 0));
  }

  /** A record that was read again and is another one than we knew, or none. */
  private void rewrite() {
    var slot = slot();
    if (random.nextInt(5) == 0) {
      remove(slot);
      return;
    }
    var state = any(SlotState.values());
    put(
        new SlotSpec(
            slot,
            generation(),
            state,
            state.owned() ? "w" + random.nextInt(1, 7) : "",
            state.owned() ? random.nextInt(49, 53) : 0,
            "c" + random.nextInt(1, 3),
            random.nextInt(5, 8),
            any(
                Reason.STARTED,
                Reason.BATCH_FINISHED,
                Reason.FAILED,
                Reason.MISPLACED,
                Reason.QUARANTINED_BY),
            millis - random.nextInt(1_000_000),
            millis + random.nextInt(-5_000, 5_000),
            random.nextInt(5),
            ""));
  }

  private SlotId slot() {
    return new SlotId(any(NAMES), random.nextInt(8));
  }

  private Generation generation() {
    return Generation.of(random.nextInt(5, 8), random.nextInt(1, 9));
  }

  @SafeVarargs
  private final <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }
}
