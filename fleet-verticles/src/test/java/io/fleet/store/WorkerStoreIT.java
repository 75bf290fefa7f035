package io.fleet.store;

import static io.fleet.store.Verdict.OK;
import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.redis.Keys;
import io.fleet.slot.Fence;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.WorkerStore.BatchState;
import io.fleet.testkit.Redises;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeats, certificates and cursors on a real Redis. */
@ParameterizedClass
@EnumSource
final class WorkerStoreIT {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** As large as boots are: above what Lua prints without an exponent. */
  private static final long BOOT = 1_800_000_000L << 20;

  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final WorkerStore store;
  private final ShellStore shell;
  private final FleetReader reader;
  private final Leadership lead;

  WorkerStoreIT(Redises.Kind kind, @TempDir Path dir) {
    redis = Redises.start(kind, dir);
    store = new RedisWorkerStore(redis.link, keys);
    shell = new ShellStore(redis.link, keys);
    reader = new FleetReader(redis.link, keys);
    var leader = new RedisLeaderStore(redis.link, keys);
    get(leader.acquire("t1", LEASE));
    lead = new Leadership("t1", 5, get(leader.init("t1", 5)).runId());
  }

  @AfterEach
  void end() {
    redis.close();
  }

  private static Report report(int capacity, String... slots) {
    var said =
        Stream.of(slots)
            .map(slot -> new SlotReport(slot, 9, Phase.RUNNING, "c", "", false, 0))
            .toList();
    return new Report(
        1, "w1", "host", 42, capacity, Map.of("zone", "x"), List.of("A"), said, false, Map.of(), 0);
  }

  private HeartbeatReply beat(long boot, long seq, int capacity, String... slots) {
    return get(store.heartbeat(report(capacity, slots), new Beat(boot, seq, 1, 5), LEASE));
  }

  private Heard heard(HeartbeatReply reply) {
    assertThat(reply).isInstanceOf(Heard.class);
    return (Heard) reply;
  }

  private void record(String slot, String... fields) {
    var args = Stream.concat(Stream.of(keys.spec(slot)), Stream.of(fields)).toArray(String[]::new);
    redis.ask(Command.HSET, args);
  }

  private String stored() {
    // A hash answers in no order of its own.
    var fields = List.of("boot", "seq", "rev", "live", "body").toArray(String[]::new);
    var args = Stream.concat(Stream.of(keys.report("w1")), Stream.of(fields));
    return get(reader.beats()) + " " + redis.ask(Command.HMGET, args.toArray(String[]::new));
  }

  @Test
  void a_heartbeat_stores_report_beat_and_lease_and_brings_the_epoch() {
    var reply = heard(beat(BOOT, 1, 4));
    assertThat(reply.epoch()).isEqualTo(5);
    assertThat(reply.adopted()).isTrue();
    assertThat(reply.runId()).isEqualTo(lead.runId());
    assertThat(get(reader.beats())).containsEntry("w1", BOOT + " 1 1 5");
    var reported = get(reader.reports(List.of("w1"))).get("w1");
    assertThat(reported.boot()).isEqualTo(BOOT);
    assertThat(reported.report()).isEqualTo(report(4));
    assertThat(redis.ask(Command.GET, keys.lease("w1"))).isEqualTo("" + BOOT);
    assertThat(Long.parseLong(redis.ask(Command.PTTL, keys.lease("w1")))).isBetween(1L, 30_000L);
  }

  @Test
  void a_doubled_or_late_heartbeat_changes_nothing_and_prolongs_nothing() {
    beat(BOOT, 2, 4);
    var before = stored();
    redis.ask(Command.PEXPIRE, keys.lease("w1"), "5000");
    heard(beat(BOOT, 2, 9));
    heard(beat(BOOT, 1, 9));
    assertThat(stored()).isEqualTo(before);
    assertThat(Long.parseLong(redis.ask(Command.PTTL, keys.lease("w1")))).isLessThan(5_001);
  }

  @Test
  void an_older_boot_is_told_of_the_later_one() {
    beat(BOOT + 1, 1, 4);
    var before = stored();
    assertThat(beat(BOOT, 7, 4)).isEqualTo(new HeartbeatReply.Old(BOOT + 1));
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void a_later_boot_begins_at_its_own_first_seq() {
    beat(BOOT, 100, 4);
    heard(beat(BOOT + 1, 1, 4));
    assertThat(get(reader.beats())).containsEntry("w1", (BOOT + 1) + " 1 1 5");
    assertThat(redis.ask(Command.GET, keys.lease("w1"))).isEqualTo("" + (BOOT + 1));
  }

  @Test
  void a_certified_boot_must_boot_anew() {
    get(shell.certify("w1", BOOT));
    assertThat(beat(BOOT, 1, 4)).isEqualTo(new HeartbeatReply.Reboot(BOOT));
    assertThat(beat(BOOT - 1, 1, 4)).isEqualTo(new HeartbeatReply.Reboot(BOOT));
    assertThat(get(reader.beats())).isEmpty();
    heard(beat(BOOT + 1, 1, 4));
  }

  @Test
  void the_slots_that_it_holds_and_those_it_names_come_back_once() {
    redis.ask(Command.SADD, keys.of("w1"), "a/0", "a/1");
    record("a/0", "gen", "" + BOOT, "state", "ASSIGNED", "worker", "w1", "boot", "3", "cfg", "c");
    record("a/1", "gen", "8", "state", "RUNNING", "worker", "w1", "boot", "3", "cfg", "d");
    record("a/2", "gen", "9", "state", "FREE", "worker", "", "boot", "0", "cfg", "");
    assertThat(heard(beat(BOOT, 1, 4, "a/1", "a/2", "a/3")).specs())
        .containsExactlyInAnyOrder(
            new WorkerSpec("a/0", BOOT, "ASSIGNED", "w1", 3, "c"),
            new WorkerSpec("a/1", 8, "RUNNING", "w1", 3, "d"),
            new WorkerSpec("a/2", 9, "FREE", "", 0, ""),
            new WorkerSpec("a/3", 0, "", "", 0, ""))
        .anyMatch(WorkerSpec::absent);
  }

  private static final SlotId SLOT = SlotId.of("a/0");

  private static SlotSpec spec(SlotState state, int n, String worker) {
    var boot = worker.isEmpty() ? 0 : BOOT;
    return new SlotSpec(
        SLOT, Generation.of(5, n), state, worker, boot, "c", 5, Reason.STARTED, 1, 0, 0, "");
  }

  private void move(SlotSpec from, SlotSpec to) {
    var leader = new RedisLeaderStore(redis.link, keys);
    assertThat(get(leader.move(lead, List.of(Transition.of(from, to))))).containsExactly(OK);
  }

  private long seq;

  private Heard look(String view) {
    return heard(get(store.heartbeat(report(4, "a/0"), new Beat(BOOT, ++seq, 1, 5), view, LEASE)));
  }

  @Test
  void a_view_that_still_holds_is_not_told_again() {
    var assigned = spec(SlotState.ASSIGNED, 1, "w1");
    move(SlotSpec.none(SLOT), assigned);
    var first = look("");
    assertThat(first.unchanged()).isFalse();
    assertThat(first.specs()).hasSize(1);
    var again = look(first.view());
    assertThat(again.unchanged()).isTrue();
    assertThat(again.specs()).isEmpty();
    assertThat(again.view()).isEqualTo(first.view());
    assertThat(again.epoch()).isEqualTo(5);
    // An answer that was lost: whoever knows nothing, or less, is told all.
    assertThat(look("").specs()).hasSize(1);
    assertThat(look("5 another 1-1").specs()).hasSize(1);
  }

  @Test
  void every_move_but_one_that_confirms_its_word_ends_the_view_of_a_worker_and_of_no_other() {
    var chain =
        List.of(
            SlotSpec.none(SLOT),
            spec(SlotState.ASSIGNED, 1, "w1"),
            spec(SlotState.RUNNING, 1, "w1"),
            spec(SlotState.RUNNING, 1, "w1"),
            spec(SlotState.DRAINING, 1, "w1"),
            spec(SlotState.FREE, 1, ""));
    for (var i = 0; i + 1 < chain.size(); i++) {
      var view = look("").view();
      assertThat(look(view).unchanged()).isTrue();
      move(chain.get(i), chain.get(i + 1));
      var confirms = i == 1;
      assertThat(look(view).unchanged()).as("move " + i).isEqualTo(confirms);
    }
    var view = look("").view();
    move(spec(SlotState.FREE, 1, ""), spec(SlotState.ASSIGNED, 2, "w2"));
    assertThat(look(view).unchanged()).isTrue();
  }

  @Test
  void a_take_over_a_loss_of_redis_and_another_run_of_it_end_every_view() {
    move(SlotSpec.none(SLOT), spec(SlotState.ASSIGNED, 1, "w1"));
    var view = look("").view();
    var leader = new RedisLeaderStore(redis.link, keys);
    get(leader.init("t1", 6));
    assertThat(look(view).unchanged()).isFalse();
    var next = look("").view();
    redis.ask(Command.HSET, keys.meta(), "runId", "another");
    assertThat(look(next).unchanged()).isFalse();
    assertThat(look("").view()).isEmpty();
    redis.ask(Command.FLUSHALL);
    assertThat(look("").view()).isEmpty();
    assertThat(look(next).unchanged()).isFalse();
  }

  private String body() {
    return redis.ask(Command.HGET, keys.report("w1"), "body");
  }

  @Test
  void a_report_that_did_not_change_is_not_written_again_but_comes_back_after_a_loss() {
    look("");
    redis.ask(Command.HSET, keys.report("w1"), "body", "mark");
    look("");
    assertThat(body()).isEqualTo("mark");
    assertThat(redis.ask(Command.HGET, keys.report("w1"), "seq")).isEqualTo("2");
    redis.ask(Command.FLUSHALL);
    look("");
    assertThat(body()).contains("a/0");
    assertThat(get(reader.beats())).containsEntry("w1", BOOT + " 3 1 5");
    redis.ask(Command.HSET, keys.report("w1"), "rev", "9", "body", "older image");
    look("");
    assertThat(body()).contains("a/0");
    assertThat(get(reader.reports(List.of("w1"))).get("w1").report()).isEqualTo(report(4, "a/0"));
  }

  @Test
  void counters_are_written_with_each_heartbeat_though_the_report_stays() {
    look("");
    var busy = Map.of("a", new AutomationStats(7, 0, 0, 0, 0, 3, -1));
    var r = report(4, "a/0");
    var counted =
        new Report(
            1, "w1", r.host(), r.pid(), 4, r.labels(), r.automations(), r.slots(), false, busy, 99);
    get(store.heartbeat(counted, new Beat(BOOT, ++seq, 1, 5), "", LEASE));
    assertThat(get(reader.reports(List.of("w1"))).get("w1").report()).isEqualTo(counted);
  }

  @Test
  void a_draining_slot_comes_with_the_time_that_it_has() {
    redis.ask(Command.SADD, keys.of("w1"), "a/0", "a/1", "a/2");
    draining("a/0", "1795549762203", "1795549792203");
    draining("a/1", "1795549762203", "1795549762203");
    draining("a/2", "1795549762203", "0");
    assertThat(heard(beat(BOOT, 1, 4)).specs())
        .extracting(WorkerSpec::slot, WorkerSpec::graceMillis)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("a/0", 30_000L),
            org.assertj.core.groups.Tuple.tuple("a/1", 0L),
            org.assertj.core.groups.Tuple.tuple("a/2", -1L));
  }

  private void draining(String slot, String since, String until) {
    record(
        slot,
        "gen",
        "8",
        "state",
        "DRAINING",
        "worker",
        "w1",
        "boot",
        "3",
        "cfg",
        "c",
        "since",
        since,
        "until",
        until);
  }

  @Test
  void an_emptied_redis_is_not_adopted() {
    redis.ask(Command.FLUSHALL);
    var reply = heard(beat(BOOT, 1, 4));
    assertThat(reply.adopted()).isFalse();
    assertThat(reply.epoch()).isZero();
    redis.ask(Command.HSET, keys.meta(), "epoch", "5", "runId", "another");
    assertThat(heard(beat(BOOT, 2, 4)).adopted()).isFalse();
  }

  @Test
  void a_certificate_only_grows_and_is_announced() {
    var announced = new java.util.concurrent.CopyOnWriteArrayList<String>();
    var listening = get(redis.link.connect());
    listening.handler(message -> announced.add(message.toString()));
    get(listening.send(io.vertx.redis.client.Request.cmd(Command.SUBSCRIBE).arg(keys.nudges())));
    get(shell.certify("w1", BOOT));
    await().until(() -> announced.stream().anyMatch(text -> text.contains("w1")));
    var count = announced.size();
    get(shell.certify("w1", BOOT));
    get(shell.certify("w1", BOOT - 1));
    assertThat(get(reader.certificates(List.of("w1", "w2"))))
        .isEqualTo(Map.of("w1", BOOT, "w2", 0L));
    assertThat(announced).hasSize(count);
    get(shell.certify("w1", BOOT + 1));
    await().until(() -> announced.size() > count);
  }

  private static final Fence FENCE = new Fence("a/0", 9, "w1", BOOT);

  private void owns() {
    record("a/0", "gen", "9", "state", "RUNNING", "worker", "w1", "boot", "" + BOOT, "cfg", "c");
    beat(BOOT, 1, 4);
  }

  private void refused(Fence fence, String why) {
    assertThatThrownBy(() -> get(store.moveBatch("a", fence, new BatchState("list", "7", false))))
        .hasMessageContaining(why);
    assertThat(get(store.batch("a")).cursor()).isNotEqualTo("7");
  }

  @Test
  void a_cursor_is_moved_by_the_generation_that_owns_the_slot() {
    owns();
    assertThat(get(store.batch("a"))).isEqualTo(new BatchState("", "", false));
    get(store.moveBatch("a", FENCE, new BatchState("list", "3", false)));
    get(store.moveBatch("a", FENCE, new BatchState("list", "5", true)));
    assertThat(get(store.batch("a"))).isEqualTo(new BatchState("list", "5", true));
  }

  @Test
  void a_cursor_is_not_moved_by_anybody_else() {
    owns();
    refused(new Fence("a/0", 8, "w1", BOOT), "FENCED-GEN");
    refused(new Fence("a/0", 9, "w2", BOOT), "FENCED-GEN");
    refused(new Fence("a/0", 9, "w1", BOOT + 1), "FENCED-GEN");
    refused(new Fence("a/1", 9, "w1", BOOT), "FENCED-GEN");
    record("a/0", "state", "FREE");
    refused(FENCE, "FENCED-GEN");
  }

  @Test
  void a_cursor_is_not_moved_without_lease_or_in_a_redis_that_is_not_adopted() {
    owns();
    redis.ask(Command.DEL, keys.lease("w1"));
    refused(FENCE, "FENCED-LEASE");
    redis.ask(Command.SET, keys.lease("w1"), "" + (BOOT + 1));
    refused(FENCE, "FENCED-LEASE");
    redis.ask(Command.HSET, keys.meta(), "runId", "another");
    refused(FENCE, "UNKNOWN");
  }

  @Test
  void the_desired_state_comes_only_when_it_is_newer() {
    assertThat(get(store.desiredAfter(0))).isEmpty();
    var leader = new RedisLeaderStore(redis.link, keys);
    get(leader.putDesired(lead, Map.of("revision", "3", "spec", "{}")));
    assertThat(get(store.desiredAfter(3))).isEmpty();
    assertThat(get(store.desiredAfter(2)).orElseThrow().revision()).isEqualTo(3);
  }
}
