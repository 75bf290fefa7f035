package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.Intake;
import io.fleet.protocol.Intent;
import io.fleet.protocol.Transition;
import io.fleet.reconcile.Standing.Kind;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whom the leader holds back, over time. */
final class PoliciesTest {
  private static final long MINUTE = 60_000;
  private static final long FRESH = 1_000;

  private final Policies policies = new Policies();
  private final TreeMap<String, WorkerView> workers = new TreeMap<>();
  private final List<Intent> intents = new ArrayList<>();
  private int wanted = 20;
  private int nextSlot;

  private void workers(int count) {
    for (var i = 1; i <= count; i++) {
      workers.put("w" + i, Scene.worker("w" + i));
    }
  }

  private void happens(Reason what, SlotState to, String slot, String worker, long now) {
    var spec = Scene.spec(slot, SlotState.RUNNING, Scene.gen(Scene.EPOCH, 1));
    var from = new Scene().has(spec).slots.get(SlotId.of(slot));
    var held =
        new io.fleet.protocol.SlotSpec(
            from.slot(),
            from.gen(),
            from.state(),
            worker,
            from.boot(),
            from.cfg(),
            from.epoch(),
            from.cause(),
            from.sinceMillis(),
            0,
            0,
            "");
    policies.written(
        Transition.of(held, to.owned() ? held.moved(to, what, now, 0) : held.freed(to, what, now)),
        now);
  }

  private void fails(String worker, int times, long now) {
    for (var i = 0; i < times; i++) {
      happens(Reason.FAILED, SlotState.BACKOFF, "a/" + nextSlot++, worker, now);
    }
  }

  private void dies(String worker, int slots, long now) {
    for (var i = 0; i < slots; i++) {
      happens(Reason.WORKER_DIED, SlotState.FREE, "a/" + nextSlot++, worker, now);
    }
  }

  private Policies.Judged judge(long now) {
    return policies.judge(workers, intents, wanted, Map.of(), FRESH, now);
  }

  private Kind kind(String worker, long now) {
    return judge(now).workers().get(worker).standing().kind();
  }

  // Workers.

  @Test
  void a_worker_on_which_slots_fail_three_times_as_often_is_held_for_five_minutes() {
    workers(5);
    wanted = 1_000;
    fails("w1", 6, 0);
    fails("w2", 2, 0);
    assertThat(kind("w1", 1)).isEqualTo(Kind.QUARANTINED);
    assertThat(kind("w2", 1)).isEqualTo(Kind.OPEN);
    assertThat(kind("w1", 5 * MINUTE)).isEqualTo(Kind.QUARANTINED);
    assertThat(kind("w1", 5 * MINUTE + 1)).isEqualTo(Kind.OPEN);
  }

  @Test
  void four_failures_are_too_few_and_so_is_less_than_three_times_the_others() {
    workers(5);
    wanted = 1_000;
    fails("w1", 4, 0);
    assertThat(kind("w1", 1)).isEqualTo(Kind.OPEN);
    fails("w1", 1, 0);
    for (var other : List.of("w2", "w3", "w4", "w5")) {
      fails(other, 2, 0);
    }
    assertThat(kind("w1", 1)).isEqualTo(Kind.OPEN);
  }

  @Test
  void each_term_is_twice_as_long_up_to_an_hour() {
    workers(5);
    wanted = 1_000;
    long now = 0;
    for (var minutes : List.of(5, 10, 20, 40, 60, 60)) {
      fails("w1", 5, now);
      assertThat(kind("w1", now)).isEqualTo(Kind.QUARANTINED);
      assertThat(kind("w1", now + minutes * MINUTE - 1)).isEqualTo(Kind.QUARANTINED);
      now += minutes * MINUTE;
      assertThat(kind("w1", now)).isEqualTo(Kind.OPEN);
    }
  }

  @Test
  void below_five_workers_none_is_held() {
    workers(4);
    wanted = 1_000;
    fails("w1", 50, 0);
    assertThat(kind("w1", 1)).isEqualTo(Kind.OPEN);
  }

  @Test
  void failures_of_ten_minutes_ago_do_not_count() {
    workers(5);
    wanted = 1_000;
    fails("w1", 4, 0);
    fails("w1", 4, 10 * MINUTE);
    assertThat(kind("w1", 10 * MINUTE)).isEqualTo(Kind.OPEN);
  }

  @Test
  void never_more_than_a_fifth_of_the_workers_is_quarantined() {
    var random = new SplittableRandom(Long.getLong("fleet.seed", 7));
    for (var history = 0; history < 200; history++) {
      var made = new PoliciesTest();
      made.wanted = 100_000;
      made.workers(random.nextInt(1, 30));
      long now = 0;
      for (var step = 0; step < 60; step++) {
        now += random.nextLong(4 * MINUTE);
        if (random.nextInt(8) == 0 && made.workers.size() > 1) {
          made.workers.pollFirstEntry();
        }
        var names = new ArrayList<>(new TreeSet<>(made.workers.keySet()));
        made.fails(names.get(random.nextInt(names.size())), random.nextInt(9), now);
        var held =
            made.judge(now).workers().values().stream()
                .filter(view -> view.standing().kind() == Kind.QUARANTINED)
                .count();
        assertThat(held * 5).as("history " + history).isLessThanOrEqualTo(names.size());
        if (names.size() < 5) {
          assertThat(held).as("history " + history).isZero();
        }
      }
    }
  }

  // The brake.

  @Test
  void the_brake_goes_on_when_much_is_lost_on_two_workers() {
    workers(4);
    dies("w1", 4, 0);
    assertThat(judge(1).braked()).isFalse();
    dies("w2", 3, 0);
    assertThat(judge(1).braked()).isTrue();
  }

  @Test
  void one_worker_alone_or_a_few_slots_are_no_mass() {
    workers(4);
    dies("w1", 20, 0);
    assertThat(judge(1).braked()).isFalse();
    var few = new PoliciesTest();
    few.workers(2);
    few.wanted = 4;
    few.dies("w1", 2, 0);
    few.dies("w2", 2, 0);
    assertThat(few.judge(1).braked()).isFalse();
  }

  @Test
  void workers_that_came_back_by_themselves_are_not_lost() {
    workers(2);
    for (var i = 0; i < 20; i++) {
      happens(Reason.WORKER_RESTARTED, SlotState.FREE, "a/" + i, "w" + (1 + i % 2), 0);
    }
    assertThat(judge(1).braked()).isFalse();
  }

  @Test
  void the_same_slot_twice_counts_once() {
    workers(2);
    for (var i = 0; i < 20; i++) {
      happens(Reason.FAILED, SlotState.BACKOFF, "a/" + i % 3, "w" + (1 + i % 2), 0);
    }
    assertThat(judge(1).braked()).isFalse();
  }

  @Test
  void it_goes_off_when_the_trouble_is_two_minutes_old() {
    workers(4);
    dies("w1", 4, 0);
    dies("w2", 4, 0);
    assertThat(judge(2 * MINUTE - 1).braked()).isTrue();
    assertThat(judge(2 * MINUTE).braked()).isFalse();
  }

  @Test
  void under_the_brake_one_worker_takes_slots_for_ten_seconds_and_then_the_next() {
    workers(4);
    dies("w1", 4, 0);
    dies("w2", 4, 0);
    var turns = new ArrayList<String>();
    for (var now = 0; now < 50_000; now += 500) {
      var open =
          judge(now).workers().values().stream()
              .filter(view -> view.standing().open())
              .map(WorkerView::name)
              .toList();
      assertThat(open).hasSize(1);
      if (turns.isEmpty() || !turns.getLast().equals(open.getFirst())) {
        turns.add(open.getFirst());
      }
    }
    assertThat(turns).containsExactly("w1", "w2", "w3", "w4", "w1");
  }

  @Test
  void a_worker_without_room_gets_no_turn() {
    workers(2);
    dies("w8", 4, 0);
    dies("w9", 4, 0);
    var judged = policies.judge(workers, intents, wanted, Map.of("w1", 10), FRESH, 1);
    assertThat(judged.workers().get("w2").standing().open()).isTrue();
    assertThat(judged.workers().get("w1").standing().kind()).isEqualTo(Kind.BRAKED);
  }

  // Orders.

  @Test
  void what_a_host_says_closes_its_worker_but_an_order_is_told_first() {
    workers(2);
    workers.put("w1", workers.get("w1").takes(new Intake("MEMORY_HIGH", "91 % used", 91, 0L)));
    assertThat(judge(0).workers().get("w1").standing())
        .isEqualTo(Standing.of(Kind.GATED, "91 % used"));
    assertThat(judge(0).workers().get("w2").standing()).isEqualTo(Standing.OPEN);
    workers.put("w1", workers.get("w1").takes(Intake.UNKNOWN));
    assertThat(judge(0).workers().get("w1").standing()).isEqualTo(Standing.OPEN);
  }

  @Test
  void a_drain_comes_before_a_cordon_and_both_before_the_brake() {
    workers(3);
    dies("w8", 4, 0);
    dies("w9", 4, 0);
    intents.add(Ordering.order(Intent.Kind.DRAIN, "w1", 5));
    intents.add(Ordering.order(Intent.Kind.CORDON, "w1", 0));
    intents.add(Ordering.order(Intent.Kind.CORDON, "w2", 0));
    var judged = judge(1).workers();
    assertThat(judged.get("w1").standing())
        .isEqualTo(new Standing(Kind.DRAINING, "drained by anna: a test", 5));
    assertThat(judged.get("w2").standing().kind()).isEqualTo(Kind.CORDONED);
    assertThat(judged.get("w3").standing().open()).isTrue();
  }
}
