package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.RolloutPolicy;
import io.fleet.config.RolloutStrategy;
import io.fleet.protocol.RolloutOrder;
import io.fleet.protocol.RolloutStep;
import io.fleet.reconcile.Host.Version;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rule, sentence by sentence, on workers that do as they are told. */
final class RolloutRuleTest {
  private static RolloutPolicy canary(int count) {
    return policy(RolloutStrategy.CANARY, count, true, true);
  }

  private static RolloutPolicy rolling() {
    return policy(RolloutStrategy.ROLLING, 1, true, true);
  }

  private static RolloutPolicy policy(
      RolloutStrategy strategy, int count, boolean revert, boolean promote) {
    return new RolloutPolicy(
        strategy,
        count,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(120),
        revert,
        promote);
  }

  private static RolloutWorld world(int slots, int unavailable) {
    return new RolloutWorld(new SplittableRandom(1), 4, slots, unavailable).settled();
  }

  private static RolloutWorld bad(Version version, RolloutPolicy policy, int slots, int most) {
    var world = world(slots, most);
    world.versions.put("c2", version);
    world.begin("c2", policy);
    return world;
  }

  private static RolloutStep at(RolloutWorld world) {
    return world.rollout().step();
  }

  private static void becomes(RolloutWorld world, RolloutStep step) {
    world.until(() -> at(world) == step, 1_000);
  }

  private static Set<SlotId> on(RolloutWorld world, String hash) {
    return world.records.values().stream()
        .filter(spec -> spec.state().owned() && spec.cfg().equals(hash))
        .map(spec -> spec.slot())
        .collect(Collectors.toSet());
  }

  @Test
  void one_canary_on_one_worker_is_tried_first() {
    var world = world(12, 5);
    world.begin("c2", canary(1));
    world.until(() -> world.running("c2") == 1, 50);
    assertThat(at(world)).isEqualTo(RolloutStep.CANARY);
    assertThat(world.touched.get("c2")).hasSize(1);
    assertThat(world.rollout().reach().canaries().size()).isEqualTo(1);
  }

  @Test
  void canaries_are_chosen_from_as_few_workers_as_possible() {
    var world = world(12, 5);
    world.begin("c2", canary(3));
    world.step();
    var holders =
        world.rollout().reach().canaries().stream()
            .mapToObj(n -> world.records.get(new SlotId("a", n)).worker())
            .collect(Collectors.toSet());
    assertThat(holders).hasSize(1);
  }

  @Test
  void started_is_not_healthy() {
    var world = world(6, 3);
    world.begin("c2", canary(1));
    world.until(() -> world.running("c2") == 1, 50);
    var began = world.millis;
    becomes(world, RolloutStep.ROLLING);
    assertThat(world.millis - began).isGreaterThanOrEqualTo(5_000);
  }

  @Test
  void no_more_are_on_trial_at_once_than_may_be_down() {
    var world = world(9, 2);
    world.begin("c2", rolling());
    for (var i = 0; i < 400 && at(world) != RolloutStep.DONE; i++) {
      world.step();
      var reach = world.rollout().reach();
      assertThat(reach.admitted().minus(reach.proven()).size()).isLessThanOrEqualTo(2);
    }
    assertThat(world.running("c2")).isEqualTo(9);
  }

  @Test
  void all_at_once_waits_for_the_budget_alone() {
    var world = world(6, 6);
    world.begin("c2", policy(RolloutStrategy.ALL_AT_ONCE, 1, true, true));
    world.step();
    assertThat(world.records.values()).allMatch(spec -> spec.state() == SlotState.DRAINING);
    becomes(world, RolloutStep.DONE);
  }

  @Test
  void healthy_canaries_wait_for_a_person_when_the_policy_says_so() {
    var world = world(5, 2);
    world.begin("c2", policy(RolloutStrategy.CANARY, 2, true, false));
    becomes(world, RolloutStep.AWAITING_PROMOTION);
    for (var i = 0; i < 300; i++) {
      world.step(); // Longer than the progress deadline.
    }
    assertThat(at(world)).isEqualTo(RolloutStep.AWAITING_PROMOTION);
    assertThat(world.why).isNotNull();
    assertThat(world.why.reason()).isEqualTo(Reason.AWAITING_PROMOTION);
    assertThat(on(world, "c2")).hasSize(2);
    world.rollout = world.rollout().on(RolloutOrder.PROMOTE, "by anna", world.millis);
    becomes(world, RolloutStep.DONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"CRASHES_IN_SETUP", "CRASHES_SOON", "FAILS_FOR_GOOD", "HANGS"})
  void a_bad_version_stops_at_its_canaries_and_goes_back(Version version) {
    var world = bad(version, canary(2), 8, 3);
    becomes(world, RolloutStep.REVERTED);
    world.until(() -> world.running("c1") == 8, 100);
    assertThat(world.touched.get("c2")).hasSize(2);
    assertThat(world.rollout().why()).startsWith("a/");
  }

  @Test
  void without_auto_revert_a_failure_leaves_each_slot_where_it_is() {
    var policy = policy(RolloutStrategy.ROLLING, 1, false, true);
    var world = bad(Version.FAILS_FOR_GOOD, policy, 6, 2);
    becomes(world, RolloutStep.STOPPED);
    for (var i = 0; i < 100; i++) {
      world.step();
    }
    assertThat(world.running("c1")).isGreaterThanOrEqualTo(4);
    var quarantined =
        world.records.values().stream().filter(s -> s.state() == SlotState.QUARANTINED).toList();
    assertThat(quarantined).isNotEmpty().allMatch(spec -> spec.cfg().equals("c2"));
    world.rollout = world.rollout().on(RolloutOrder.REVERT, "by anna", world.millis);
    becomes(world, RolloutStep.REVERTED);
    world.until(() -> world.running("c1") == 6, 100);
  }

  @Test
  void the_death_of_a_worker_is_no_failure_of_its_slots() {
    var world = world(8, 2);
    world.begin("c2", canary(2));
    world.until(() -> world.running("c2") == 2, 60);
    for (var round = 0; round < 3; round++) {
      for (var host : world.hosts) {
        if (host.live().anyMatch("c2"::equals)) {
          host.die();
          world.step();
          host.start();
          break;
        }
      }
      world.until(() -> world.running("c2") >= 2, 100);
    }
    becomes(world, RolloutStep.DONE);
    assertThat(world.failed).isEmpty();
    assertThat(world.rollout().reach().failed().isEmpty()).isTrue();
  }

  @Test
  void a_silent_worker_never_blocks_and_catches_up() {
    var world = world(8, 2);
    world.begin("c2", rolling());
    world.judging = false; // Silence is not judged, so what it holds stays where it is.
    world.silent.add("w1");
    var left = world.records.values().stream().filter(s -> s.worker().equals("w1")).count();
    assertThat(left).isPositive();
    world.until(() -> world.rollout().reach().proven().size() == 8 - left, 150);
    for (var i = 0; i < 400; i++) {
      world.step();
    }
    assertThat(at(world)).isEqualTo(RolloutStep.ROLLING);
    world.silent.clear();
    world.judging = true;
    becomes(world, RolloutStep.DONE);
    world.until(() -> world.running("c2") == 8, 100);
  }

  @Test
  void slots_without_a_seat_never_block_and_catch_up() {
    var world = world(20, 20);
    world.begin("c2", rolling());
    world.hosts.get(0).die();
    world.hosts.get(1).die();
    becomes(world, RolloutStep.DONE);
    assertThat(world.running("c2")).isEqualTo(16);
    world.hosts.forEach(Host::start);
    world.until(() -> world.running("c2") == 20, 60);
  }

  @Test
  void it_is_not_done_because_all_but_the_canary_are_silent_for_a_moment() {
    var world = world(4, 2);
    world.begin("c2", canary(1));
    becomes(world, RolloutStep.ROLLING);
    for (var host : world.hosts) {
      if (host.live().noneMatch("c2"::equals)) {
        world.silent.add(host.name);
      }
    }
    assertThat(world.silent).hasSize(3);
    for (var i = 0; i < 8; i++) {
      world.step();
      assertThat(at(world)).isEqualTo(RolloutStep.ROLLING);
    }
    world.silent.clear();
    becomes(world, RolloutStep.DONE);
  }

  @Test
  void behind_the_barrier_a_canary_is_not_taken_for_one_without_a_seat() {
    var world = world(6, 2);
    world.begin("c2", canary(1));
    var canary = new SlotId("a", 0);
    world.until(() -> world.records.get(canary).state() == SlotState.FREE, 60);
    world.recovering = true;
    for (var i = 0; i < 60; i++) {
      world.step();
    }
    world.recovering = false;
    becomes(world, RolloutStep.ROLLING);
    assertThat(world.touched.get("c2")).containsExactly(canary);
  }

  @Test
  void a_word_from_before_it_was_healthy_for_long_enough_proves_nothing() {
    var world = world(4, 1);
    world.begin("c2", canary(1));
    world.until(() -> world.running("c2") == 1, 60);
    var began = world.millis;
    for (var i = 0; i < 7; i++) {
      world.step();
    }
    world.hosts.forEach(host -> world.silent.add(host.name));
    for (var i = 0; i < 3; i++) {
      world.step(); // Not yet suspect.
    }
    assertThat(world.millis - began).isGreaterThanOrEqualTo(5_000);
    assertThat(at(world)).isEqualTo(RolloutStep.CANARY);
    assertThat(world.rollout().reach().proven().isEmpty()).isTrue();
  }

  @Test
  void a_beat_that_another_leader_heard_is_no_witness() {
    var world = world(1, 1);
    world.begin("c2", rolling());
    world.until(() -> world.running("c2") == 1, 60);
    world.hosts.forEach(host -> world.silent.add(host.name));
    for (var i = 0; i < 20; i++) {
      world.nextLeader(); // To whom the old beat is new.
      world.step();
    }
    assertThat(at(world)).isEqualTo(RolloutStep.ROLLING);
    assertThat(world.rollout().reach().proven().isEmpty()).isTrue();
  }

  @Test
  void a_version_that_no_worker_has_takes_no_slot_down_and_goes_back() {
    var world = world(4, 2);
    world.codeOnWorkers = "1";
    world.version = "2";
    world.begin("c2", canary(1));
    world.until(() -> at(world) == RolloutStep.REVERTED, 400);
    assertThat(world.running("c1")).isEqualTo(4);
    assertThat(world.touched).doesNotContainKey("c2");
    assertThat(world.records.values()).allMatch(spec -> spec.gen().n() <= 4);
    assertThat(world.rollout().why()).contains("no worker has Sample 2");
  }

  @Test
  void a_gate_that_says_no_counts_as_a_failure() {
    var world = world(8, 2);
    world.begin("c2", rolling());
    world.until(() -> world.running("c2") >= 2, 60);
    world.refused = Optional.of("errors 12 % against 1 %");
    world.step();
    assertThat(at(world)).isEqualTo(RolloutStep.REVERTING);
    assertThat(world.rollout().why()).isEqualTo("errors 12 % against 1 %");
    becomes(world, RolloutStep.REVERTED);
    assertThat(on(world, "c2")).isEmpty();
    assertThat(world.running("c1")).isEqualTo(8);
  }

  @Test
  void while_it_is_paused_nothing_more_is_replaced_and_no_time_counts() {
    var world = world(8, 2);
    world.begin("c2", rolling());
    world.until(() -> world.running("c2") >= 2, 60);
    world.rollout = world.rollout().on(RolloutOrder.PAUSE, "by anna", world.millis);
    world.step();
    var before = on(world, "c2");
    for (var i = 0; i < 400; i++) {
      world.step();
    }
    assertThat(at(world)).isEqualTo(RolloutStep.PAUSED);
    assertThat(on(world, "c2")).isEqualTo(before);
    assertThat(world.why).isEqualTo(new Explanation(Reason.ROLLOUT_PAUSED, "paused by anna"));
    world.rollout = world.rollout().on(RolloutOrder.RESUME, "by anna", world.millis);
    becomes(world, RolloutStep.DONE);
  }

  @Test
  void a_failure_ends_the_trial_though_it_is_paused_or_braked() {
    for (var braked : new boolean[] {true, false}) {
      var world = bad(Version.CRASHES_SOON, rolling(), 6, 2);
      world.until(() -> world.running("c2") > 0, 60);
      if (braked) {
        world.braked = true;
      } else {
        world.rollout = world.rollout().on(RolloutOrder.PAUSE, "by anna", world.millis);
      }
      becomes(world, RolloutStep.REVERTING);
    }
  }

  @Test
  void under_the_brake_and_behind_the_barrier_it_neither_goes_on_nor_fails() {
    for (var braked : new boolean[] {true, false}) {
      var world = world(6, 2);
      world.begin("c2", canary(1));
      world.until(() -> world.running("c2") == 1, 60);
      world.braked = braked;
      world.recovering = !braked;
      for (var i = 0; i < 400; i++) {
        world.step();
      }
      assertThat(at(world)).isEqualTo(RolloutStep.CANARY);
      world.braked = false;
      world.recovering = false;
      becomes(world, RolloutStep.DONE);
    }
  }

  @Test
  void a_leader_that_has_just_begun_gives_each_slot_its_time_anew() {
    var world = bad(Version.HANGS, canary(1), 4, 1);
    for (var i = 0; i < 55; i++) {
      world.step();
    }
    assertThat(at(world)).isEqualTo(RolloutStep.CANARY);
    world.nextLeader();
    for (var i = 0; i < 50; i++) {
      world.step();
    }
    assertThat(at(world)).isEqualTo(RolloutStep.CANARY);
    becomes(world, RolloutStep.REVERTED);
  }

  @Test
  void slots_that_are_scaled_away_or_wanted_anew_are_counted_as_they_are() {
    var world = world(8, 2);
    world.begin("c2", rolling());
    world.until(() -> world.running("c2") >= 3, 100);
    world.slots = 2;
    for (var i = 0; i < 10; i++) {
      world.step();
    }
    world.slots = 10;
    becomes(world, RolloutStep.DONE);
    world.until(() -> world.running("c2") == 10, 60);
  }

  @Test
  void a_rollout_that_follows_a_stopped_one_takes_the_bad_slots_first() {
    var stop = policy(RolloutStrategy.ROLLING, 1, false, true);
    var world = bad(Version.CRASHES_SOON, stop, 8, 2);
    becomes(world, RolloutStep.STOPPED);
    var bad = world.failed.get("c2");
    world.begin("c3", canary(1));
    world.until(() -> world.touched.containsKey("c3"), 200);
    assertThat(bad).containsAll(world.touched.get("c3"));
    becomes(world, RolloutStep.DONE);
    world.until(() -> world.running("c3") == 8, 60);
  }
}
