package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.slot.Fence;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader gets, how it ends, and what its successor gets. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class InletIT {
  private static final Duration SHORT = Duration.ofMillis(700);

  private final Rig rig;

  InletIT(RedisKind kind) {
    rig = new Rig(kind.shared());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<Long> numbers(List<Delivery<Line>> taken) {
    return taken.stream().map(d -> d.value().n()).toList();
  }

  @Test
  void a_group_made_late_gets_what_was_emitted_before() {
    rig.emit("w/0", 1, 5);
    assertThat(rig.taker(rig.own("reader/0", 1)).work(5)).isEqualTo(range(1, 5));
    assertThat(rig.taker(rig.streams, "later", rig.own("later/0", 1)).work(5))
        .isEqualTo(range(1, 5));
  }

  @Test
  void nothing_is_pending_after_complete() {
    rig.emit("w/0", 1, 60);
    assertThat(rig.taker(rig.own("reader/0", 1)).work(60)).isEqualTo(range(1, 60));
    assertThat(rig.pending(Rig.GROUP)).isZero();
    assertThat(rig.send(Command.EXISTS, rig.key("begun"), rig.key("open")).toInteger()).isZero();
    assertThat(Rig.get(rig.streams.stats("lines")).unacknowledged()).isZero();
  }

  @Test
  void several_are_acknowledged_at_once() {
    rig.emit("w/0", 1, 10);
    var taker = rig.taker(rig.own("reader/0", 1));
    Rig.get(taker.inlet.complete(taker.take(10), true));
    assertThat(rig.pending(Rig.GROUP)).isZero();
  }

  @Test
  void the_successor_gets_what_its_predecessor_left_in_order_and_with_its_attempts() {
    rig.emit("w/0", 1, 10);
    var dying = rig.life();
    var old = rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", 1));
    old.complete(old.take(), false);
    assertThat(numbers(old.take(2))).isEqualTo(List.of(2L, 3L));
    dying.die();
    var taken = rig.taker(rig.own("reader/0", 2)).take(9);
    assertThat(numbers(taken)).isEqualTo(range(2, 10));
    assertThat(taken.stream().map(Delivery::attempts)).startsWith(2L, 2L, 1L).endsWith(1L);
  }

  @Test
  void another_slot_gets_what_an_ownerless_one_left() {
    rig.emit("w/0", 1, 3);
    var dying = rig.life();
    rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", 1)).take();
    dying.die();
    rig.spec("reader/0", 1, "FREE");
    assertThat(numbers(rig.taker(rig.own("reader/1", 2)).take(3))).isEqualTo(range(1, 3));
  }

  @Test
  void an_owned_consumer_is_never_robbed() {
    rig.emit("w/0", 1, 3);
    var dying = rig.life();
    var owner = rig.own("reader/0", 1);
    rig.taker(dying.streams, Rig.GROUP, owner).take();
    dying.die();
    var other = rig.taker(rig.own("reader/1", 2));
    for (var state : List.of("ASSIGNED", "RUNNING", "DRAINING", "STUCK")) {
      rig.spec("reader/0", 1, state);
      assertThat(other.take(SHORT)).as(state).isEmpty();
    }
    assertThat(rig.pending(Rig.GROUP, owner)).hasSize(3);
  }

  @Test
  void a_redis_that_knows_less_than_what_runs_robs_nobody_until_the_barrier_is_over() {
    rig.emit("w/0", 1, 3);
    var dying = rig.life();
    rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", 2)).take();
    dying.die();
    rig.spec("reader/0", 1, "FREE");
    rig.send(Command.HSET, rig.keys.meta(), "cleanRunId", "0".repeat(40));
    var other = rig.taker(rig.own("reader/1", 3));
    assertThat(other.take(SHORT)).isEmpty();
    rig.adopt();
    assertThat(numbers(other.take(3))).isEqualTo(range(1, 3));
  }

  @Test
  void a_record_that_was_begun_by_two_that_died_is_dead_and_its_neighbours_are_not() {
    rig.emit("w/0", 1, 5);
    for (var gen = 1; gen <= 2; gen++) {
      var dying = rig.life();
      var taken = rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", gen)).take();
      assertThat(taken.value().n()).isEqualTo(1);
      assertThat(taken.attempts()).isEqualTo(gen);
      dying.die();
    }
    var next = rig.taker(rig.own("reader/0", 3)).take(4);
    assertThat(numbers(next)).isEqualTo(range(2, 5));
    assertThat(next.stream().map(Delivery::attempts)).containsOnly(1L);
    assertThat(rig.fields("dead", "v")).containsExactly("{\"from\":\"w/0\",\"n\":1}");
    assertThat(rig.fields("dead", "attempts")).containsExactly("2");
    assertThat(rig.fields("dead", "cause")).containsExactly("what executed it died 2 times");
  }

  @Test
  void a_record_that_fails_three_times_is_dead_and_its_neighbours_are_not() {
    rig.emit("w/0", 1, 3);
    var taker = rig.taker(rig.own("reader/0", 1));
    var attempts = new ArrayList<Long>();
    var done = new ArrayList<Long>();
    while (done.size() < 2 || attempts.size() < 3) {
      var one = taker.take();
      if (one.value().n() == 1) {
        attempts.add(one.attempts());
        Rig.get(taker.inlet.failed(one, "no such host", 3, Duration.ZERO));
      } else {
        done.add(one.value().n());
        taker.complete(one, true);
      }
    }
    await().until(() -> rig.length("dead") == 1);
    assertThat(attempts).containsExactly(1L, 2L, 3L);
    assertThat(done).containsExactly(2L, 3L);
    assertThat(rig.fields("dead", "cause"))
        .containsExactly("failed 3 times, at last: no such host");
  }

  @Test
  void a_record_whose_process_died_goes_to_another_slot_at_once() {
    rig.emit("w/0", 1, 1);
    var first = rig.taker(rig.own("reader/0", 1));
    Rig.get(first.inlet.died(first.take(), "exit 137", 3));
    first.stop();
    var second = rig.taker(rig.own("reader/1", 2));
    var again = second.take();
    assertThat(again.attempts()).isEqualTo(2);
    Rig.get(second.inlet.died(again, "exit 137", 3));
    assertThat(rig.fields("dead", "cause"))
        .containsExactly("what executed it died 2 times, at last: exit 137");
  }

  @Test
  void failures_and_deaths_are_told_apart() {
    rig.emit("w/0", 1, 1);
    var taker = rig.taker(rig.own("reader/0", 1));
    Rig.get(taker.inlet.failed(taker.take(), "no such host", 3, Duration.ZERO));
    Rig.get(taker.inlet.died(taker.take(), "exit 137", 3));
    taker.stop();
    var next = rig.taker(rig.own("reader/1", 2));
    Rig.get(next.inlet.failed(next.take(), "no such host", 3, Duration.ZERO));
    assertThat(rig.fields("dead", "cause"))
        .containsExactly("executed 3 times, and what executed it died once, at last: no such host");
  }

  @Test
  void of_those_that_died_together_only_one_slot_of_a_worker_gets_any() {
    rig.emit("w/0", 1, 3);
    var partition = rig.partition();
    Rig.get(partition.group(Rig.GROUP));
    for (var slot = 0; slot < 3; slot++) {
      var dying = rig.own("old/" + slot, 1);
      Rig.get(partition.ack(dying, Rig.GROUP, List.of(), 1, "", rig.read(dying, 1)));
      rig.spec(dying.slot(), 1, "FREE");
    }
    var one = rig.own("reader/0", 2);
    var two = rig.own("reader/1", 3);
    var elsewhere = rig.own("reader/2", 4, "w2");
    var first = claimed(one, 1);
    assertThat(first).hasSize(1);
    assertThat(claimed(two, 16)).isEmpty();
    assertThat(claimed(elsewhere, 1)).hasSize(1);
    assertThat(claimed(one, 16)).hasSize(1);
    assertThat(claimed(two, 16)).isEmpty();

    rig.emit("w/0", 4, 4);
    Rig.get(partition.ack(one, Rig.GROUP, rig.pending(Rig.GROUP, one), 0, "", List.of()));
    var last = rig.own("old/9", 1);
    Rig.get(partition.ack(last, Rig.GROUP, List.of(), 1, "", rig.read(last, 1)));
    rig.spec(last.slot(), 1, "FREE");
    assertThat(claimed(two, 16)).hasSize(1);
    assertThat(rig.length("dead")).isZero();
  }

  private List<Response> claimed(Fence fence, int count) {
    return Rig.get(rig.partition().claim(fence, Rig.GROUP, 3, count)).stream().skip(5).toList();
  }

  @Test
  void several_are_taken_at_once_and_what_failed_comes_alone() {
    rig.emit("w/0", 1, 20);
    var taker = rig.taker(rig.own("reader/0", 1));
    var seen = new ArrayList<Long>();
    var together = new ArrayList<Integer>();
    var failures = 0;
    while (seen.size() < 19 || failures < 3) {
      var some = taker.some(8);
      together.add(some.size());
      if (numbers(some).contains(5L)) {
        failures++;
        assertThat(some.stream().map(Delivery::attempts)).containsOnly((long) failures);
        assertThat(some).hasSizeLessThanOrEqualTo(failures == 1 ? 8 : 1);
        some.forEach(one -> Rig.get(taker.inlet.failed(one, "bad", 3, Duration.ZERO)));
      } else {
        some.forEach(one -> assertThat(some.size() == 1 || one.attempts() == 1).isTrue());
        Rig.get(taker.inlet.complete(some, true));
        seen.addAll(numbers(some));
      }
    }
    await().until(() -> rig.length("dead") == 1);
    assertThat(failures).isEqualTo(3);
    assertThat(together).anyMatch(size -> size > 1);
    assertThat(seen).hasSize(19).doesNotContain(5L).doesNotHaveDuplicates();
    assertThat(rig.pending(Rig.GROUP)).isZero();
    assertThat(rig.send(Command.EXISTS, rig.key("begun"), rig.key("open")).toInteger()).isZero();
  }

  @Test
  void of_several_that_died_together_each_comes_alone() {
    rig.emit("w/0", 1, 6);
    var dying = rig.life();
    var old = rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", 1));
    await().until(() -> rig.length("log") == 6);
    var held = old.some(4);
    dying.die();
    var next = rig.taker(rig.own("reader/0", 2));
    for (var i = 0; i < held.size(); i++) {
      var some = next.some(4);
      assertThat(some).hasSize(1);
      assertThat(some.getFirst().attempts()).isEqualTo(2);
      Rig.get(next.inlet.complete(some, true));
    }
    var rest = new ArrayList<Delivery<Line>>();
    while (rest.size() < 6 - held.size()) {
      rest.addAll(next.some(4));
    }
    assertThat(rest.stream().map(Delivery::attempts)).containsOnly(1L);
  }

  @Test
  void a_failure_counts_the_attempt_and_a_retry_does_not() {
    rig.emit("w/0", 1, 1);
    var taker = rig.taker(rig.own("reader/0", 1));
    var began = System.nanoTime();
    Rig.get(taker.inlet.failed(taker.take(), "x", 3, Duration.ofMillis(150)));
    var second = taker.take();
    assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofMillis(150).toNanos());
    assertThat(second.attempts()).isEqualTo(2);
    began = System.nanoTime();
    Rig.get(taker.inlet.retry(second, Duration.ofMillis(150)));
    var third = taker.take();
    assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofMillis(150).toNanos());
    assertThat(third.attempts()).isEqualTo(2);
    taker.complete(third, false);
    assertThat(rig.pending(Rig.GROUP)).isZero();
  }

  @Test
  void others_go_on_while_one_waits_for_its_retry() {
    rig.emit("w/0", 1, 3);
    var taker = rig.taker(rig.own("reader/0", 1));
    Rig.get(taker.inlet.retry(taker.take(), Duration.ofMillis(300)));
    assertThat(taker.work(3)).isEqualTo(List.of(2L, 3L, 1L));
  }

  @Test
  void a_rejected_record_is_a_dead_letter_with_its_cause() {
    rig.emit("w/0", 1, 2);
    var taker = rig.taker(rig.own("reader/0", 1));
    Rig.get(taker.inlet.reject(taker.take(), "page is gone"));
    assertThat(taker.work(1)).isEqualTo(List.of(2L));
    assertThat(rig.fields("dead", "cause")).containsExactly("page is gone");
    assertThat(rig.fields("dead", "group")).containsExactly(Rig.GROUP);
    assertThat(rig.pending(Rig.GROUP)).isZero();
    assertThat(Rig.get(rig.streams.stats("lines")).unacknowledged()).isZero();
  }

  @Test
  void an_undecodable_record_is_a_dead_letter_and_the_group_goes_on() {
    rig.send(Command.XADD, rig.key("log"), "1-1", "v", "{\"from\":7,\"n\":\"many\"}");
    rig.send(Command.XADD, rig.key("log"), "1-2", "other", "field");
    rig.send(Command.HSET, rig.key("last"), "#", "2");
    rig.emit("w/0", 3, 3);
    var taker = rig.taker(rig.own("reader/0", 1));
    assertThat(taker.work(1)).isEqualTo(List.of(3L));
    await().until(() -> rig.length("dead") == 2);
    assertThat(rig.fields("dead", "cause")).allMatch(cause -> cause.startsWith("not a Line"));
    await().until(() -> rig.pending(Rig.GROUP) == 0);
  }

  @Test
  void a_record_deleted_from_the_log_blocks_nobody() {
    rig.emit("w/0", 1, 3);
    var dying = rig.life();
    rig.taker(dying.streams, Rig.GROUP, rig.own("reader/0", 1)).take();
    dying.die();
    var first = rig.send(Command.XRANGE, rig.key("log"), "-", "+").get(0).get(0).toString();
    rig.send(Command.XDEL, rig.key("log"), first);
    assertThat(rig.taker(rig.own("reader/0", 2)).work(2)).isEqualTo(List.of(2L, 3L));
    await().until(() -> rig.pending(Rig.GROUP) == 0);
    assertThat(Rig.get(rig.streams.stats("lines")).unacknowledged()).isZero();
  }

  @Test
  void what_was_handed_over_in_a_lost_answer_comes_all_the_same() {
    rig.emit("w/0", 1, 5);
    Rig.get(rig.partition().group(Rig.GROUP));
    var fence = rig.own("reader/0", 1);
    var consumer = fence.consumer();
    var log = rig.key("log");
    rig.send(Command.XREADGROUP, "GROUP", Rig.GROUP, consumer, "COUNT", "3", "STREAMS", log, ">");
    var taken = rig.taker(fence).take(5);
    assertThat(numbers(taken)).isEqualTo(range(1, 5));
    assertThat(taken.stream().map(Delivery::attempts)).containsOnly(1L);
  }

  @Test
  void what_was_read_ahead_reaches_another_reader_within_a_second_of_stop() {
    rig.emit("w/0", 1, 20);
    var one = rig.own("reader/0", 1);
    var first = rig.taker(one);
    var held = first.take();
    await().until(() -> rig.pending(Rig.GROUP, one).size() >= 16);
    Rig.get(first.inlet.retry(first.take(), Duration.ofMinutes(1)));
    var second = rig.taker(rig.own("reader/1", 2));
    var stopped = System.nanoTime();
    first.stop();
    var taken = second.take(19);
    assertThat(System.nanoTime() - stopped).isLessThan(Duration.ofSeconds(1).toNanos());
    assertThat(numbers(taken)).containsExactlyInAnyOrderElementsOf(range(2, 20));
    assertThat(taken.stream().map(Delivery::attempts)).containsOnly(1L);
    // What was taken and has not ended stays where it is; its end still counts.
    assertThat(rig.pending(Rig.GROUP, one)).containsExactly(held.id());
    first.complete(held, false);
    assertThat(rig.pending(Rig.GROUP, one)).isEmpty();
  }

  @Test
  void what_arrives_during_stop_is_given_back_too() {
    var writer = rig.outlet(rig.own("w/0", 1));
    var seen = new ArrayList<Long>();
    for (var gen = 1; gen <= 40; gen++) {
      var fence = rig.own("reader/0", gen);
      var taker = rig.taker(fence);
      // What the last round gave back, and then nothing, so that it waits in a blocking read.
      seen.addAll(taker.work(Math.min(1, gen - 1)));
      assertThat(taker.take(Duration.ofMillis(10))).isEmpty();
      writer.offer(new Line("w", gen));
      var sent = writer.flush();
      var stopped = taker.inlet.stop();
      Rig.get(sent);
      Rig.get(stopped);
      assertThat(rig.pending(Rig.GROUP, fence)).as("round %d", gen).isEmpty();
    }
    assertThat(seen).isEqualTo(range(1, 39));
  }

  @Test
  void a_reader_whose_slot_has_another_generation_is_told_so() {
    var taker = rig.taker(rig.own("reader/0", 1));
    assertThat(taker.inlet.poll()).isEmpty();
    rig.own("reader/0", 2);
    rig.emit("w/0", 1, 1);
    assertThatThrownBy(taker::take).isInstanceOf(Fenced.class);
  }

  @Test
  void two_readers_share_the_work_and_each_record_comes_once() {
    var one = rig.taker(rig.own("reader/0", 1));
    var two = rig.taker(rig.own("reader/1", 2));
    var shares = new ArrayList<CompletableFuture<List<Long>>>();
    for (var taker : List.of(one, two)) {
      shares.add(CompletableFuture.supplyAsync(() -> drain(taker)));
    }
    rig.emit("w/0", 1, 400);
    var seen = new ArrayList<Long>();
    for (var share : shares) {
      assertThat(share.join()).isNotEmpty();
      seen.addAll(share.join());
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(range(1, 400));
    assertThat(rig.pending(Rig.GROUP)).isZero();
  }

  private static List<Long> drain(Taker taker) {
    var seen = new ArrayList<Long>();
    for (var next = taker.take(Duration.ofSeconds(5)); next.isPresent(); next = taker.take(SHORT)) {
      seen.add(next.get().value().n());
      taker.complete(next.get(), true);
    }
    return seen;
  }
}
