package io.fleet.chaos;

import io.fleet.config.Failover;
import java.time.Duration;

/** The catalogue: each fault, what must come of it, and within which time. */
enum Fault {
  KILL_JVM(
      "kill -9 worker JVM",
      "its processes gone, death certified, its slots run again with higher generations",
      3_000,
      3_000),
  KILL_SHELL_AND_JVM(
      "kill -9 shell and JVM, not restarted", "slots run elsewhere after T_dead", 8_000, 27_000),
  KILL_SHELL("kill -9 shell only", "the JVM drains and ends, slots run elsewhere", 4_000, 4_000),
  TERM_WORKER("SIGTERM worker", "it drains and exits 0, slots run elsewhere", 4_000, 4_000),
  KILL_LEADER("kill -9 leader, a standby there", "untouched, a new epoch leads", 5_000, 9_000),
  KILL_ONLY_MASTER(
      "kill -9 every master, one started again",
      "untouched, a new epoch leads once its JVM is up",
      30_000,
      30_000),
  STOP_LEADER_1S("SIGSTOP leader 1 s", "untouched; it leads on, or another one does", 5_000, 9_000),
  STOP_LEADER_10S(
      "SIGSTOP leader 10 s",
      "untouched; the other leads, the old one writes nothing after SIGCONT",
      5_000,
      9_000),
  STOP_WORKER_SHORT(
      "SIGSTOP JVM and shell, shorter than L - H", "nothing: untouched", 2_000, 10_000),
  STOP_WORKER_LONG(
      "SIGSTOP JVM and shell, longer than T_dead",
      "slots run elsewhere; after SIGCONT the old generations end, none of their records is taken",
      8_000,
      27_000),
  STOP_JVM("SIGSTOP JVM alone, longer than L", "the shell kills and certifies it", 6_000, 18_000),
  REDIS_SHORT("Redis killed, back with its AOF, shorter than L - H", "untouched", 2_500, 13_000),
  REDIS_LONG(
      "Redis killed, back with its AOF, longer than L",
      "workers fence, /health/ready is 503 and /health/live 200, then all run again",
      9_000,
      35_000),
  FLUSHALL(
      "FLUSHALL under load",
      "untouched, adopted; config back from the snapshot; later generations above all before",
      1_000,
      4_000),
  EMPTY_RESTART("Redis back empty", "as FLUSHALL", 2_500, 13_000),
  OLD_IMAGE(
      "Redis back with an RDB 1,000 transitions and an epoch old",
      "untouched; no generation comes back; later ones above all before",
      2_500,
      13_000),
  PAUSE("CLIENT PAUSE ALL, shorter than L - H", "untouched", 4_000, 12_000),
  KILL_CLIENTS("CLIENT KILL TYPE normal", "untouched", 2_000, 2_000),
  OUT_OF_MEMORY(
      "maxmemory reached for longer than L",
      "workers fence, no busy loop; all run again when there is room",
      9_000,
      35_000),
  DISK_FULL(
      "snapshot disk full",
      "untouched; a change is refused with one sentence, and taken when there is room",
      5_000,
      5_000),
  SNAPSHOT_TRUNCATED(
      "snapshot truncated",
      "untouched; the last whole line counts, a later state is taken back from Redis",
      30_000,
      30_000),
  SNAPSHOT_FLIPPED("snapshot with a bit flipped in its last line", "as truncated", 30_000, 30_000),
  SNAPSHOT_LOST(
      "snapshot gone, Redis there",
      "untouched; never led from nothing: the state is taken back from Redis, or nobody leads until it is restored",
      30_000,
      30_000),
  SNAPSHOT_EMPTIED(
      "snapshot emptied",
      "untouched; nobody leads and says why in one sentence, until it is restored",
      30_000,
      30_000),
  PARTITION("partition of one worker from Redis", "it fences, slots run elsewhere", 8_000, 27_000),
  CABLE(
      "cable of a host pulled (a network namespace of its own), put back later",
      "it fences, slots run elsewhere; it is back with a later boot, none of its old records is taken",
      8_000,
      27_000),
  HALF_OPEN(
      "answers of Redis to one worker lost (half-open)",
      "it fences, slots run elsewhere",
      9_000,
      35_000),
  RESETS("all connections to Redis reset, ten times", "untouched", 2_000, 2_000),
  SLOW_LINE("300 ms delay to Redis", "untouched, no change of the leader", 9_000, 35_000),
  BUS_PARTITION(
      "event bus cut, Redis reachable",
      "untouched; changes go on by heartbeat, slower",
      9_000,
      35_000),
  THROWS("automation throws", "BACKOFF, others untouched; runs again when it stops", 4_000, 4_000),
  HANGS("automation hangs in execute", "interrupted at its time-out, runs again", 6_000, 6_000),
  HANGS_IN_SETUP(
      "automation hangs in setup",
      "stays ASSIGNED, others untouched; a new config frees it",
      8_000,
      8_000),
  IGNORES("automation ignores interrupts", "STUCK, its worker restarts", 10_000, 20_000),
  EXITS("automation calls System.exit", "as kill -9 worker JVM", 3_000, 3_000),
  FORKS(
      "automation forks daemons (setsid, double fork, bare environment); kill -9 JVM",
      "they are gone with the JVM",
      3_000,
      3_000),
  ROLLOUT(
      "kill -9 worker JVM during a rollout",
      "never more down by will than maxUnavailable; all run the new config",
      20_000,
      40_000);

  /** What a shared machine of two cores may add to any bound, times its load per core above 1. */
  static final Duration ALLOWANCE = Duration.ofSeconds(2);

  private final String text;
  private final String expected;
  private final long fastMillis;
  private final long balancedMillis;

  Fault(String text, String expected, long fastMillis, long balancedMillis) {
    this.text = text;
    this.expected = expected;
    this.fastMillis = fastMillis;
    this.balancedMillis = balancedMillis;
  }

  String text() {
    return text;
  }

  String expected() {
    return expected;
  }

  Duration bound(Failover profile) {
    return Duration.ofMillis(profile == Failover.FAST ? fastMillis : balancedMillis);
  }
}
