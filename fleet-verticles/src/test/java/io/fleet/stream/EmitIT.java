package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.slot.Fence;
import io.fleet.slot.Reason;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may emit, how much, and that a number is accepted once. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class EmitIT {
  private final Rig rig;

  EmitIT(RedisKind kind) {
    rig = new Rig(kind.shared());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String verdict(Fence fence) {
    var batch = ScriptsTwiceIT.batch(1, 1);
    return Rig.get(rig.partition().emit(fence, Rig.defaults(), "Line", batch)).get(0).toString();
  }

  private static Future<Void> send(Outlet<Line> outlet, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(n -> outlet.offer(new Line("a", n)));
    return outlet.flush();
  }

  private List<Long> numbers() {
    return rig.values().stream()
        .map(json -> Long.parseLong(json.replaceAll(".*\"n\":(\\d+).*", "$1")))
        .toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ASSIGNED", "RUNNING", "DRAINING", "STUCK"})
  void an_owner_emits_in_each_owned_state(String state) {
    var fence = rig.own("a/0", 5);
    rig.spec("a/0", 5, state);
    assertThat(verdict(fence)).isEqualTo("OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FREE", "BACKOFF", "QUARANTINED", "PAUSED"})
  void nobody_emits_for_an_ownerless_slot(String state) {
    var fence = rig.own("a/0", 5);
    rig.spec("a/0", 5, state);
    assertThat(verdict(fence)).isEqualTo("FENCED-GEN");
    assertThat(rig.length("log")).isZero();
  }

  @Test
  void an_old_generation_is_fenced() {
    var old = rig.own("a/0", 5);
    rig.own("a/0", 6);
    assertThat(verdict(old)).isEqualTo("FENCED-GEN");
  }

  @Test
  void generations_are_compared_beyond_the_digits_that_lua_prints() {
    var old = rig.own("a/0", (1L << 52) + 1);
    assertThat(verdict(old)).isEqualTo("OK");
    rig.own("a/0", (1L << 52) + 2);
    assertThat(verdict(old)).isEqualTo("FENCED-GEN");
  }

  @Test
  void another_boot_and_another_worker_are_fenced() {
    rig.own("a/0", 5);
    assertThat(verdict(new Fence("a/0", 5, "w1", 78))).isEqualTo("FENCED-GEN");
    assertThat(verdict(new Fence("a/0", 5, "w2", Rig.BOOT))).isEqualTo("FENCED-GEN");
  }

  @Test
  void a_missing_lease_or_that_of_another_boot_is_told_as_such() {
    var fence = rig.own("a/0", 5);
    rig.send(Command.SET, rig.keys.lease("w1"), "78");
    assertThat(verdict(fence)).isEqualTo("FENCED-LEASE");
    rig.send(Command.DEL, rig.keys.lease("w1"));
    assertThat(verdict(fence)).isEqualTo("FENCED-LEASE");
  }

  @Test
  void a_redis_of_another_run_and_one_that_knows_less_are_unknown() {
    var fence = rig.own("a/0", 5);
    rig.send(Command.HSET, rig.keys.meta(), "runId", "0".repeat(40));
    assertThat(verdict(fence)).isEqualTo("UNKNOWN");
    rig.adopt();
    rig.spec("a/0", 4, "RUNNING");
    assertThat(verdict(fence)).isEqualTo("UNKNOWN");
    rig.send(Command.DEL, rig.keys.spec("a/0"));
    assertThat(verdict(fence)).isEqualTo("UNKNOWN");
    assertThat(rig.length("log")).isZero();
  }

  @Test
  void a_fenced_outlet_fails_its_flush_and_takes_no_more() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    rig.spec("a/0", 5, "FREE");
    assertThat(Rig.failure(send(outlet, 1, 3))).isInstanceOf(Fenced.class);
    assertThatThrownBy(() -> outlet.offer(new Line("a", 4))).isInstanceOf(Fenced.class);
    assertThat(Rig.failure(outlet.flush())).isInstanceOf(Fenced.class);
  }

  @Test
  void an_outlet_waits_for_the_lease_and_for_adoption() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    rig.send(Command.DEL, rig.keys.lease("w1"));
    rig.send(Command.HSET, rig.keys.meta(), "runId", "0".repeat(40));
    var sent = send(outlet, 1, 3);
    await().until(() -> outlet.waiting().equals(java.util.Optional.of(Reason.STORE_UNAVAILABLE)));
    rig.adopt();
    assertThat(sent.isComplete()).isFalse();
    rig.send(Command.SET, rig.keys.lease("w1"), "" + Rig.BOOT);
    Rig.get(sent);
    assertThat(numbers()).isEqualTo(range(1, 3));
    assertThat(outlet.waiting()).isEmpty();
  }

  @Test
  void many_batches_arrive_in_order_and_once() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    Rig.get(send(outlet, 1, 1_000));
    assertThat(numbers()).isEqualTo(range(1, 1_000));
  }

  @Test
  void a_lost_tail_is_sent_again_from_the_gap() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    Rig.get(send(outlet, 1, 10));
    loseAfter(7);
    Rig.get(send(outlet, 11, 12));
    assertThat(numbers()).isEqualTo(range(1, 12));
    assertThat(outlet.lost()).isZero();
  }

  @Test
  void a_replay_sends_a_lost_tail_without_anything_new() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    Rig.get(send(outlet, 1, 10));
    loseAfter(7);
    outlet.replay();
    await().until(() -> numbers().equals(range(1, 10)));
    outlet.replay();
    Rig.get(send(outlet, 11, 11));
    assertThat(numbers()).isEqualTo(range(1, 11));
  }

  @Test
  void a_tail_too_long_to_be_held_is_counted_as_lost_and_skipped() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    Rig.get(send(outlet, 1, 600));
    loseAfter(10);
    Rig.get(send(outlet, 601, 601));
    // 512 are held: 89 to 600.
    assertThat(outlet.lost()).isEqualTo(78);
    assertThat(numbers().subList(0, 12))
        .isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 89L, 90L));
    assertThat(numbers()).hasSize(10 + 513).doesNotHaveDuplicates();
  }

  /** As a Redis does that comes back without its last second. */
  private void loseAfter(int n) {
    var ids = rig.send(Command.XRANGE, rig.key("log"), "-", "+");
    for (var i = n; i < ids.size(); i++) {
      rig.send(Command.XDEL, rig.key("log"), ids.get(i).get(0).toString());
    }
    rig.send(Command.HSET, rig.key("last"), "a/0", "5:" + n, "#", "" + n);
  }

  @Test
  void a_full_window_holds_the_writer_until_the_slowest_group_acknowledges() {
    var writer = rig.own("a/0", 5);
    Rig.get(rig.partition().group("slow"));
    var quick = rig.taker(rig.own("reader/0", 1));
    var outlet = rig.outlet(writer, Rig.spec(8, 1_000));
    var sent = send(outlet, 1, 20);
    assertThat(quick.work(8)).isEqualTo(range(1, 8));
    await().until(() -> outlet.waiting().equals(java.util.Optional.of(Reason.DOWNSTREAM_FULL)));
    assertThat(numbers()).isEqualTo(range(1, 8));
    var slow = rig.taker(rig.streams, "slow", rig.own("slow/0", 1));
    for (var from : List.of(1L, 9L, 17L)) {
      var to = Math.min(from + 7, 20);
      assertThat(slow.work((int) (to - from + 1))).isEqualTo(range(from, to));
      if (to < 20) {
        var next = Math.min(to + 8, 20);
        assertThat(quick.work((int) (next - to))).isEqualTo(range(to + 1, next));
      }
    }
    Rig.get(sent);
    assertThat(outlet.waiting()).isEmpty();
  }

  @Test
  void a_group_that_is_forgotten_holds_nobody() {
    Rig.get(rig.partition().group("gone"));
    var outlet = rig.outlet(rig.own("a/0", 5), Rig.spec(8, 1_000));
    var sent = send(outlet, 1, 20);
    await().until(() -> outlet.waiting().isPresent());
    Rig.get(rig.streams.forget(Line.TOPIC.name(), "gone"));
    Rig.get(sent);
    assertThat(rig.length("log")).isEqualTo(20);
  }

  @Test
  void the_length_bound_trims_only_what_all_groups_acknowledged() {
    var writer = rig.own("a/0", 5);
    var outlet = rig.outlet(writer, Rig.spec(1_000, 20));
    var slow = rig.taker(rig.streams, "slow", rig.own("slow/0", 1));
    var quick = rig.taker(rig.own("reader/0", 1));
    Rig.get(send(outlet, 1, 20));
    assertThat(quick.work(20)).hasSize(20);
    var first = slow.take();
    var second = slow.take();
    // Out of order: what is older and unacknowledged still keeps its place.
    slow.complete(second, false);
    var sent = send(outlet, 21, 21);
    await().until(() -> outlet.waiting().isPresent());
    assertThat(numbers()).isEqualTo(range(1, 20));
    slow.complete(first, true);
    Rig.get(sent);
    assertThat(numbers()).isEqualTo(range(3, 21));
    assertThat(slow.work(19)).isEqualTo(range(3, 21));
    assertThat(Rig.get(rig.streams.stats("lines")).dropped()).isZero();
  }

  @Test
  void without_a_group_the_oldest_is_dropped_and_counted() {
    var outlet = rig.outlet(rig.own("a/0", 5), Rig.spec(8, 20));
    Rig.get(send(outlet, 1, 50));
    assertThat(numbers()).isEqualTo(range(31, 50));
    var stats = Rig.get(rig.streams.stats("lines"));
    assertThat(stats.dropped()).isEqualTo(30);
    assertThat(stats.appended()).isEqualTo(50);
  }

  @Test
  void a_unique_key_is_accepted_once_over_two_slots_and_over_a_repeated_batch() {
    var unique = Line.TOPIC.uniqueBy(Line::n);
    var a = rig.streams.outlet(unique, Rig.defaults(), rig.own("a/0", 5));
    var b = rig.streams.outlet(unique, Rig.defaults(), rig.own("b/0", 5));
    LongStream.rangeClosed(1, 10).forEach(n -> a.offer(new Line("a", n)));
    Rig.get(a.flush());
    LongStream.rangeClosed(6, 15).forEach(n -> b.offer(new Line("b", n)));
    b.offer(new Line("b", 15));
    Rig.get(b.flush());
    a.replay();
    a.offer(new Line("a", 15));
    Rig.get(a.flush());
    assertThat(numbers()).isEqualTo(range(1, 15));
    assertThat(b.skipped()).isEqualTo(6);
    assertThat(a.skipped()).isEqualTo(1);
  }

  @Test
  void only_the_older_half_of_the_unique_keys_is_ever_forgotten() {
    var unique = Line.TOPIC.uniqueBy(Line::n);
    var few = new Streams(rig.vertx, rig.link, rig.keys, 8);
    var outlet = few.outlet(unique, Rig.defaults(), rig.own("a/0", 5));
    LongStream.rangeClosed(1, 10).forEach(n -> outlet.offer(new Line("a", n)));
    Rig.get(outlet.flush());
    LongStream.of(10, 9, 8, 7, 6, 5, 1).forEach(n -> outlet.offer(new Line("a", n)));
    Rig.get(outlet.flush());
    assertThat(numbers()).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 1L));
  }

  @Test
  void what_was_offered_and_not_sent_can_be_taken_back() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    Rig.get(send(outlet, 1, 2));
    outlet.offer(new Line("a", 98));
    outlet.offer(new Line("a", 99));
    assertThat(outlet.discard()).isEqualTo(2);
    Rig.get(send(outlet, 3, 3));
    assertThat(numbers()).isEqualTo(range(1, 3));
  }

  @Test
  void a_record_beyond_the_limit_is_refused_at_once() {
    var outlet = rig.outlet(rig.own("a/0", 5));
    assertThatThrownBy(() -> outlet.offer(new Line("x".repeat(1 << 20), 1)))
        .isInstanceOf(RecordTooLarge.class)
        .hasMessageContaining("lines");
  }
}
