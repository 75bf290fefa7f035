package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Failover;
import io.fleet.config.FleetSpec;
import io.fleet.config.Restart;
import io.fleet.config.RolloutPolicy;
import io.fleet.protocol.Code;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.protocol.Wire;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of one automation in a closed loop: the rule moves the rollout, plan and index decide and
 * must agree, a store writes, workers answer. It checks at each step what must always hold.
 */
final class RolloutWorld {
  static final long STEP_MILLIS = 500;
  static final String NAME = "a";

  final SplittableRandom random;
  final TreeMap<SlotId, SlotSpec> records = new TreeMap<>();
  final List<Host> hosts = new ArrayList<>();
  final Map<String, Host.Version> versions = new HashMap<>();
  final Set<String> silent = new HashSet<>();

  /**
   * By version, the slots that failed on it, and those that were given it. One that was scaled away
   * meanwhile is not among those that failed: another may try in its place.
   */
  final Map<String, Set<SlotId>> failed = new HashMap<>();

  final Map<String, Set<SlotId>> touched = new HashMap<>();
  int slots;
  int unavailable;
  String hash = "c1";

  /**
   * The version of the code that is wanted now, and of the code that workers have, if they tell.
   */
  String version = "1";

  String codeOnWorkers = "";
  @Nullable Rollout rollout;
  @Nullable Explanation why;
  boolean braked;
  boolean recovering;
  boolean judging = true;
  Optional<String> refused = Optional.empty();
  long millis = 1_000_000_000;
  String told = "";
  private FleetIndex index = new FleetIndex();
  private long epoch = 7;
  private long nextN = 1;
  private long leaderSince = millis - 60_000;
  private @Nullable Rollout seen;

  RolloutWorld(SplittableRandom random, int workers, int slots, int unavailable) {
    this.random = random;
    this.slots = slots;
    this.unavailable = unavailable;
    for (var i = 1; i <= workers; i++) {
      hosts.add(new Host("w" + i, versions, random, millis));
    }
  }

  /** Runs the present version until nothing changes any more. */
  RolloutWorld settled() {
    until(() -> running(hash) == slots, 200);
    return this;
  }

  void begin(String to, RolloutPolicy policy) {
    var from = rollout == null ? hash : rollout.lastGood();
    rollout = Rollout.begin("r-1", NAME, from, to, policy, millis);
    hash = to;
  }

  Rollout rollout() {
    return Objects.requireNonNull(rollout);
  }

  void until(BooleanSupplier done, int steps) {
    for (var i = 0; i < steps && !done.getAsBoolean(); i++) {
      step();
    }
    assertThat(done.getAsBoolean()).as(told + " " + this).isTrue();
  }

  long running(String version) {
    return records.values().stream()
        .filter(spec -> spec.state() == SlotState.RUNNING && spec.cfg().equals(version))
        .count();
  }

  /**
   * Whether the rollout has become another one under this leader, who has led for long enough to
   * have a slot started: what the former leader gave is not started under the next one.
   */
  boolean changed() {
    if (rollout().equals(seen) || millis - leaderSince < 4 * STEP_MILLIS) {
      return false;
    }
    seen = rollout();
    return true;
  }

  /** Another process leads, which knows the snapshot and the records alone. */
  void nextLeader() {
    rollout = rollout == null ? null : Wire.read(Wire.write(rollout), Rollout.class);
    index = new FleetIndex();
    records.values().forEach(index::written);
    epoch++;
    nextN = 1;
    leaderSince = millis;
  }

  void step() {
    millis += STEP_MILLIS;
    failed.values().forEach(all -> all.removeIf(slot -> slot.index() >= slots));
    for (var host : hosts) {
      host.live(millis);
      if (!silent.contains(host.name)) {
        host.beat(records, epoch, millis);
      }
    }
    var now = new Conditions(epoch, nextN, recovering, judging, braked, millis);
    var leading = millis - leaderSince;
    var workers = new TreeMap<String, WorkerView>();
    hosts.forEach(host -> workers.put(host.name, coded(host.view(millis, leading))));
    decide(workers, leading, now);
    var desired = desired();
    var full = Reconciler.plan(desired, Observed.of(records, workers, leading), now);
    var part = index.plan(desired, workers, leading, now);
    assertThat(part.moves()).as(told).isEqualTo(full.moves());
    assertThat(part.removals()).as(told).isEqualTo(full.removals());
    assertThat(part.nextN()).as(told).isEqualTo(full.nextN());
    assertThat(index.reasons()).as(told).isEqualTo(full.reasons());
    nextN = full.nextN();
    var down = slots - records.values().stream().filter(this::runs).count();
    assertThat(full.moves().stream().filter(move -> move.maxUnavailable() >= 0).count())
        .as(told + " budget")
        .isLessThanOrEqualTo(Math.max(0, unavailable - down));
    full.moves().forEach(this::write);
    for (var spec : full.removals()) {
      records.remove(spec.slot());
      index.removed(spec.slot());
    }
  }

  private WorkerView coded(WorkerView view) {
    return codeOnWorkers.isEmpty()
        ? view
        : Scene.at(view, view.host(), List.of(new Code("", "Sample", codeOnWorkers)));
  }

  private void decide(Map<String, WorkerView> workers, long leading, Conditions now) {
    if (rollout == null) {
      return;
    }
    var first = next(rollout, workers, leading, now);
    assertThat(next(rollout, workers, leading, now)).as(told).isEqualTo(first);
    var step = first.rollout().step();
    if (step != rollout.step()) {
      assertThat(rollout.step().moves()).as(told).contains(step);
      var ends = step == RolloutStep.REVERTING || step == RolloutStep.STOPPED;
      assertThat(recovering || (braked && !ends))
          .as(told + " moved under brake or barrier to " + step)
          .isFalse();
    }
    rollout = first.rollout();
    why = first.why();
  }

  private RolloutDecision next(
      Rollout present, Map<String, WorkerView> workers, long leading, Conditions now) {
    var progress =
        RolloutProgress.of(
            desired(present),
            NAME,
            slot -> Optional.ofNullable(records.get(slot)),
            workers,
            leading,
            now);
    return RolloutRule.next(progress, now, refused);
  }

  private Desired desired() {
    return desired(rollout);
  }

  private Desired desired(@Nullable Rollout present) {
    var automation =
        new AutomationSpec(
            NAME,
            "Sample",
            version,
            slots,
            false,
            "{}",
            Restart.DEFAULT,
            "" + unavailable,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Map.of());
    var all = new TreeMap<>(Map.of(NAME, automation));
    return new Desired(
        new FleetSpec("test", Map.of(), Failover.FAST, all, new TreeMap<>()),
        Map.of(NAME, hash),
        Map.of(),
        present == null
            ? Map.of()
            : Map.of(NAME, new Underway(present, automation.withCode("Sample", "1"))));
  }

  private void write(Transition move) {
    var from = move.from();
    var to = move.to();
    assertThat(records.getOrDefault(from.slot(), SlotSpec.none(from.slot())))
        .as(told)
        .isEqualTo(from);
    if (move.maxUnavailable() >= 0) {
      var down = slots - records.values().stream().filter(this::runs).count();
      if (down >= unavailable) {
        return; // As the script refuses it: something fell in this very pass.
      }
      assertThat(braked || recovering).as(told + " " + move).isFalse();
    } else if (from.state() == SlotState.RUNNING && to.state() == SlotState.DRAINING) {
      assertThat(to.cause()).as(told).isEqualTo(Reason.SCALED_DOWN);
    }
    if (to.state() == SlotState.ASSIGNED) {
      touched.computeIfAbsent(to.cfg(), cfg -> new HashSet<>()).add(to.slot());
    }
    var fell = to.state() == SlotState.BACKOFF || to.state() == SlotState.QUARANTINED;
    if (fell && to.slot().index() < slots) {
      failed.computeIfAbsent(to.cfg(), cfg -> new HashSet<>()).add(to.slot());
    }
    var stamped = to.writtenIn(epoch);
    records.put(to.slot(), stamped);
    index.written(stamped);
  }

  private boolean runs(SlotSpec spec) {
    return spec.state() == SlotState.RUNNING && spec.slot().index() < slots;
  }

  Set<String> live() {
    return hosts.stream().flatMap(Host::live).collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return rollout
        + " because "
        + why
        + "\n"
        + records.values().stream().map(SlotSpec::toString).collect(Collectors.joining("\n"));
  }
}
