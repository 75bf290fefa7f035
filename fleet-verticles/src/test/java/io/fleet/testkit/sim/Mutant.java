package io.fleet.testkit.sim;

import io.fleet.testkit.sim.Faults.Kind;
import io.fleet.testkit.sim.Tweaks.Wrong;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A wrong variant of the protocol, which the simulator must catch. The seed is one that does, in
 * the mix of faults that it needs.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum Mutant {
  EPOCH_COUNTED_IN_THE_STORE(
      Mix::all,
      () ->
          Tweaks.none()
              .withLeader(WrongStores::countedInTheStore)
              .withSnapshot((master, right) -> WrongStores.withoutEpoch(right))),
  PERIODIC_SNAPSHOT(
      () ->
          Mix.of(
              Kind.SERVER_RESTARTED_EMPTY,
              Kind.MASTER_KILLED,
              Kind.SERVER_FLUSHED,
              Kind.JVM_KILLED),
      () -> Tweaks.none().withSnapshot((master, right) -> WrongStores.periodic(right))),
  A_SNAPSHOT_FOR_EACH_MASTER(Mix::all, () -> Tweaks.none().withSnapshot(WrongStores::ofItsOwn)),
  EPOCH_ALONE_COMPARED_AT_A_COMMIT(
      () ->
          Mix.dense(
              Kind.SERVER_FLUSHED,
              Kind.SOMETHING_APPLIED,
              Kind.SOMETHING_APPLIED,
              Kind.SOMETHING_APPLIED,
              Kind.MASTER_FROZEN),
      Tweaks::none,
      Edit.always("io.fleet.testkit.sim.SimSnapshots$View", "fresh", true)),
  ONE_PHASE_RELEASE(
      Mix::all, () -> Tweaks.none().withLeader((right, memory) -> WrongStores.onePhase(right))),
  NO_BARRIER(Mix::all, Tweaks::none, Edit.always("io.fleet.master.Barrier", "standing", false)),
  CLEAN_MARK_AT_INIT(
      () ->
          Mix.dense(
              Kind.SERVER_RESTARTED_EMPTY,
              Kind.MASTER_STOPPED,
              Kind.WORKER_CUT_OFF,
              Kind.WORKER_CUT_OFF,
              Kind.MASTER_STOPPED),
      () -> Tweaks.none().withLeader((right, memory) -> WrongStores.cleanAtOnce(right))),
  NO_MEMORY_OF_GENERATIONS(
      Mix::all, Tweaks::none, Edit.always("io.fleet.worker.SlotBook", "taken", false)),
  NO_BOOT_IN_THE_SPEC(
      Mix::all, Tweaks::none, Edit.always("io.fleet.worker.SlotBook", "ofThisBoot", true)),
  UNORDERED_BOOTS(
      () ->
          Mix.dense(
              Kind.JVM_KILLED,
              Kind.SERVER_FLUSHED,
              Kind.BAD_WEATHER,
              Kind.SERVER_RESTARTED_EMPTY,
              Kind.JVM_FROZEN),
      () -> Tweaks.none().with(Wrong.UNORDERED_BOOTS)),
  NO_CLEANUP_BEFORE_REGISTERING(
      () -> Mix.of(Kind.SHELL_KILLED, Kind.SHELL_AND_JVM_KILLED),
      () -> Tweaks.none().with(Wrong.NO_CLEANUP_BEFORE_REGISTERING)),
  NO_GUARD(Mix::all, Tweaks::none, Edit.always("io.fleet.store.MemoryStore", "guard", true)),
  NO_EMIT_FENCE(
      () ->
          Mix.dense(
              Kind.HOST_FROZEN,
              Kind.JVM_FROZEN,
              Kind.SHELL_FROZEN,
              Kind.WORKER_CUT_OFF,
              Kind.BAD_WEATHER),
      Tweaks::none,
      Edit.says("io.fleet.store.MemoryStore", "fence", "OK")),
  TTL_AS_PROOF_OF_DEATH(
      () -> Mix.of(Kind.SERVER_CLOCK_JUMPED, Kind.BAD_WEATHER, Kind.SERVER_PAUSED, Kind.JVM_FROZEN),
      () -> Tweaks.none().withReader(WrongStores::deadByTtl)),
  DEAD_AFTER_THE_LEASE_WITHOUT_MARGIN(
      () -> Mix.of(Kind.WORKER_CUT_OFF, Kind.BAD_WEATHER, Kind.JVM_FROZEN),
      Tweaks::none,
      Edit.sameAs("io.fleet.config.Failover", "deadAfter", "lease", "java.time.Duration")),
  RUN_ID_NOT_COMPARED(
      () ->
          Mix.of(
              Kind.SERVER_RESTARTED_OLD,
              Kind.SERVER_RESTARTED,
              Kind.WORKER_CUT_OFF,
              Kind.JVM_KILLED,
              Kind.SOMETHING_APPLIED),
      Tweaks::none,
      Edit.always("io.fleet.store.MemoryStore", "sameRun", true)),
  ABSENT_MEANS_STOP(Mix::server, () -> Tweaks.none().withWorker(WrongStores::absentMeansStop)),
  DONE_SENT_ONCE(
      () -> Mix.dense(Kind.SOMETHING_APPLIED, Kind.BAD_WEATHER, Kind.SOMETHING_APPLIED),
      () -> Tweaks.none().withWorker(WrongStores::doneOnce),
      Edit.always("io.fleet.worker.SlotBook", "taken", false)),
  BARRIER_LIFTED_BY_ANY_HEARTBEAT(
      () ->
          Mix.of(
              Kind.SERVER_RESTARTED_EMPTY,
              Kind.SERVER_RESTARTED_OLD,
              Kind.BAD_WEATHER,
              Kind.JVM_FROZEN,
              Kind.HOST_FROZEN),
      Tweaks::none,
      Edit.always("io.fleet.master.Barrier", "spoke", true)),
  LEASE_NEVER_LAPSES(Mix::all, Tweaks::none, Edit.always("io.fleet.worker.Lease", "lapsed", false)),
  HEARTBEAT_WHILE_FENCING(
      () -> Mix.dense(Kind.JVM_FROZEN, Kind.HOST_FROZEN, Kind.WORKER_CUT_OFF, Kind.SHELL_FROZEN),
      Tweaks::none,
      Edit.always("io.fleet.worker.Boot", "silenced", false),
      Edit.always("io.fleet.worker.Boot", "mustFence", false),
      Edit.always("io.fleet.worker.Lease", "tooLate", false)),
  LEASE_FROM_RECEIPT_AND_RENEWED_WHEN_LAPSED(
      () -> Mix.of(Kind.BAD_WEATHER, Kind.SERVER_PAUSED, Kind.WORKER_CUT_OFF),
      Tweaks::none,
      Edit.leaseFromReceipt(),
      Edit.nothing("io.fleet.worker.Boot", "giveUp"),
      Edit.always("io.fleet.worker.Lease", "tooLate", false),
      Edit.always("io.fleet.worker.Boot", "mustFence", false)),
  CERTIFICATE_BEFORE_THE_TREE_IS_GONE(
      Mix::all, () -> Tweaks.none().with(Wrong.CERTIFICATE_BEFORE_THE_TREE_IS_GONE)),
  CERTIFICATE_OF_THE_PRESENT_BOOT(
      () -> Mix.of(Kind.JVM_KILLED, Kind.JVM_FROZEN, Kind.BAD_WEATHER, Kind.SERVER_PAUSED),
      () -> Tweaks.none().with(Wrong.CERTIFICATE_OF_THE_PRESENT_BOOT)),
  CERTIFICATE_NOT_MONOTONE(
      () ->
          Mix.dense(
              Kind.JVM_KILLED, Kind.BAD_WEATHER, Kind.STATE_FOLDER_LOST, Kind.SHELL_AND_JVM_KILLED),
      Tweaks::none,
      Edit.secondLong("io.fleet.store.MemoryStore", "later")),
  CERTIFIED_BOOT_MAY_BEAT(
      () ->
          Mix.dense(
              Kind.JVM_KILLED, Kind.BAD_WEATHER, Kind.STATE_FOLDER_LOST, Kind.SHELL_AND_JVM_KILLED),
      Tweaks::none,
      Edit.always("io.fleet.store.MemoryStore", "endedFor", false)),
  JUDGING_DESPITE_A_LATE_TICK(
      () ->
          Mix.dense(Kind.MASTER_FROZEN, Kind.WORKER_CUT_OFF, Kind.SERVER_PAUSED, Kind.HOST_FROZEN),
      Tweaks::none,
      Edit.always("io.fleet.master.Reign", "onTime", true)),
  BOOT_BY_WALL_CLOCK_ONLY(
      () -> Mix.of(Kind.STATE_FOLDER_LOST, Kind.JVM_KILLED, Kind.SHELL_AND_JVM_KILLED),
      () -> Tweaks.none().with(Wrong.BOOT_BY_WALL_CLOCK_ONLY)),
  BOOT_WITHOUT_RANDOM_BITS(
      () -> Mix.of(Kind.STATE_FOLDER_LOST),
      () -> Tweaks.none().with(Wrong.BOOT_WITHOUT_RANDOM_BITS)),
  NO_HALT(
      () ->
          Mix.of(
              Kind.CODE_IN_TROUBLE,
              Kind.CODE_IN_TROUBLE,
              Kind.JVM_KILLED,
              Kind.WORKER_CUT_OFF,
              Kind.SHELL_FROZEN),
      () -> Tweaks.none().with(Wrong.NO_HALT)),
  NO_LOWER_CHECK_AT_INIT(
      () ->
          Mix.dense(
              Kind.MASTER_FROZEN,
              Kind.MASTER_CUT_OFF,
              Kind.SERVER_RESTARTED_OLD,
              Kind.BAD_WEATHER,
              Kind.SERVER_PAUSED),
      Tweaks::none,
      Edit.always("io.fleet.store.MemoryStore", "higherWasHere", false)),
  UNADOPTED_REDIS_MAY_START(
      () ->
          Mix.dense(
              Kind.SERVER_RESTARTED_OLD,
              Kind.JVM_KILLED,
              Kind.MASTER_KILLED,
              Kind.HOST_FROZEN,
              Kind.MASTER_FROZEN),
      Tweaks::none,
      Edit.always("io.fleet.worker.SlotBook", "current", true));

  /** Those that no seed of a long search kills, and the rule that does their work as well. */
  private static final Map<Mutant, String> HIDDEN =
      Map.of(
          CERTIFICATE_NOT_MONOTONE, "a boot below the one that last beat may not beat either",
          CERTIFIED_BOOT_MAY_BEAT, "a boot below the one that last beat may not beat either",
          HEARTBEAT_WHILE_FENCING, "what is ending is started nowhere before its worker is silent",
          JUDGING_DESPITE_A_LATE_TICK, "the script looks whether the judged beat is still the last",
          NO_LOWER_CHECK_AT_INIT, "the epoch is made durable by compare-and-set first",
          UNADOPTED_REDIS_MAY_START, "a record of an older boot or generation starts nothing");

  /** Of some of those: how the rules that hide them are switched off as well. */
  private static final Map<Mutant, List<Edit>> UNCOVERED =
      Map.of(
          CERTIFICATE_NOT_MONOTONE,
          List.of(
              Edit.always("io.fleet.store.MemoryStore", "older", false),
              Edit.always("io.fleet.reconcile.Seat", "dead", false)),
          CERTIFIED_BOOT_MAY_BEAT,
          List.of(Edit.always("io.fleet.store.MemoryStore", "older", false)),
          HEARTBEAT_WHILE_FENCING,
          List.of(Edit.says("io.fleet.store.MemoryStore", "fence", "OK")),
          JUDGING_DESPITE_A_LATE_TICK,
          List.of(
              Edit.always("io.fleet.store.MemoryStore", "lastBeat", true),
              Edit.sameAs("io.fleet.config.Failover", "deadAfter", "lease", "java.time.Duration")),
          UNADOPTED_REDIS_MAY_START,
          List.of(
              Edit.always("io.fleet.worker.SlotBook", "taken", false),
              Edit.always("io.fleet.worker.SlotBook", "ofThisBoot", true)));

  private static final Map<Mutant, Long> SEEDS = seeds("mutants.txt");
  private static final Map<Mutant, Long> UNCOVERED_SEEDS = seeds("uncovered.txt");

  private final Supplier<Mix> mix;
  private final Supplier<Tweaks> tweaks;
  private final List<Edit> edits;

  Mutant(Supplier<Mix> mix, Supplier<Tweaks> tweaks, Edit... edits) {
    this.mix = mix;
    this.tweaks = tweaks;
    this.edits = List.of(edits);
  }

  Mix mix() {
    return mix.get();
  }

  Tweaks tweaks() {
    return tweaks.get();
  }

  List<Edit> edits() {
    return edits;
  }

  /** A seed that catches it. */
  long seed() {
    return Objects.requireNonNull(SEEDS.get(this), "no seed is recorded for " + this);
  }

  /** The rule that makes up for it, if no history shows that it is wrong. */
  Optional<String> hiddenBy() {
    return Optional.ofNullable(HIDDEN.get(this));
  }

  /** What switches off the rules that hide it; empty when nothing hides it, or too much does. */
  List<Edit> uncovered() {
    return UNCOVERED.getOrDefault(this, List.of());
  }

  /** A seed that catches it then, while those rules alone are not missed. */
  long uncoveredSeed() {
    return Objects.requireNonNull(UNCOVERED_SEEDS.get(this), "no seed is recorded for " + this);
  }

  private static Map<Mutant, Long> seeds(String file) {
    try (var lines =
        new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(Mutant.class.getResourceAsStream(file)),
                    StandardCharsets.UTF_8))
            .lines()) {
      return lines
          .map(line -> line.split(" "))
          .collect(
              Collectors.toMap(
                  parts -> Mutant.valueOf(parts[0]), parts -> Long.parseLong(parts[1])));
    }
  }
}
