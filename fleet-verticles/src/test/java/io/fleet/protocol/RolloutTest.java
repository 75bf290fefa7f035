package io.fleet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.config.RolloutPolicy;
import io.fleet.config.RolloutStrategy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutTest {
  private static final Rollout BEGUN =
      Rollout.begin("r-31", "prober", "c1", "c2", RolloutPolicy.DEFAULT, 1_000);

  @Test
  void a_rollout_comes_back_from_json_as_it_was() {
    var policy =
        new RolloutPolicy(
            RolloutStrategy.ALL_AT_ONCE,
            7,
            Duration.ofMillis(1),
            Duration.ofDays(2),
            Duration.ofSeconds(3),
            false,
            true);
    var reach =
        new RolloutReach(
            SlotNumbers.of(0, 99_999),
            SlotNumbers.of(0, 1, 2, 99_999),
            SlotNumbers.of(2),
            SlotNumbers.NONE);
    var rollout =
        new Rollout(
            "r-31",
            "prober",
            "c1",
            "c2",
            policy,
            RolloutStep.PAUSED,
            RolloutStep.ROLLING,
            reach,
            new RolloutClock(1, 2, 3, false, 4, 5),
            "paused by \"anna\"\n🦊");
    assertThat(Wire.read(Wire.write(rollout), Rollout.class)).isEqualTo(rollout);
    assertThat(Wire.read(Wire.write(BEGUN), Rollout.class)).isEqualTo(BEGUN);
    assertThat(Wire.write(rollout))
        .contains("\"admitted\":\"0-2,99999\"", "\"deadline\":172800000")
        .doesNotContain("\n");
  }

  @Test
  void a_field_of_a_later_version_is_passed_over() {
    var later = Wire.write(BEGUN).replaceFirst("\\{", "{\"later\":{\"x\":[1]},");
    assertThat(Wire.read(later, Rollout.class)).isEqualTo(BEGUN);
  }

  @Test
  void numbers_of_slots_are_sets_and_their_text_tells_all() {
    var random = new SplittableRandom(7);
    for (var i = 0; i < 500; i++) {
      var a = new HashSet<Integer>();
      var b = new HashSet<Integer>();
      for (var n = random.nextInt(12); n > 0; n--) {
        a.add(random.nextInt(16));
        b.add(random.nextInt(16));
      }
      var as = SlotNumbers.of(a.stream().mapToInt(n -> n));
      var bs = SlotNumbers.of(b.stream().mapToInt(n -> n));
      assertThat(SlotNumbers.parse(as.toString())).isEqualTo(as).hasSameHashCodeAs(as);
      var both = new HashSet<>(a);
      both.addAll(b);
      assertThat(as.plus(bs).stream()).containsExactlyInAnyOrderElementsOf(both);
      both.removeAll(b);
      assertThat(as.minus(bs).stream()).containsExactlyInAnyOrderElementsOf(both);
      assertThat(as.size()).isEqualTo(a.size());
      assertThat(as.below(5).stream()).allMatch(n -> n < 5 && a.contains(n));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1-", "-1", "3-1", "1,,2", "1,", "100000", "1 ", "1-2-3"})
  void what_is_no_numbers_of_slots_is_refused(String text) {
    assertThatThrownBy(() -> SlotNumbers.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void every_step_can_be_reached_and_every_step_but_an_end_can_be_left() {
    var reached = EnumSet.of(RolloutStep.CANARY);
    for (var round = 0; round < RolloutStep.values().length; round++) {
      List.copyOf(reached).forEach(step -> reached.addAll(step.moves()));
    }
    assertThat(reached).containsExactlyInAnyOrder(RolloutStep.values());
    for (var step : RolloutStep.values()) {
      assertThat(step.moves()).doesNotContain(step);
      assertThat(step.moves().isEmpty())
          .isEqualTo(step == RolloutStep.DONE || step == RolloutStep.REVERTED);
    }
  }

  @Test
  void an_illegal_move_names_the_rollout_and_both_steps() {
    assertThatThrownBy(() -> BEGUN.step(RolloutStep.REVERTED, "", 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("r-31", "CANARY", "REVERTED");
  }

  @ParameterizedTest
  @EnumSource(
      value = RolloutStep.class,
      names = {"CANARY", "AWAITING_PROMOTION", "ROLLING"})
  void a_resume_goes_on_where_it_was_paused(RolloutStep step) {
    var at = step == RolloutStep.CANARY ? BEGUN : BEGUN.step(step, "", 2);
    var paused = at.on(RolloutOrder.PAUSE, "by anna", 3);
    assertThat(paused.step()).isEqualTo(RolloutStep.PAUSED);
    assertThat(paused.why()).isEqualTo("paused by anna");
    var resumed = paused.on(RolloutOrder.RESUME, "by anna", 4);
    assertThat(resumed.step()).isEqualTo(step);
    assertThat(resumed.before()).isEqualTo(step);
  }

  @Test
  void an_order_fits_exactly_where_the_table_has_a_move_for_it() {
    var stopped = BEGUN.step(RolloutStep.STOPPED, "", 1);
    assertThat(stopped.on(RolloutOrder.REVERT, "by anna", 2).step())
        .isEqualTo(RolloutStep.REVERTING);
    for (var order : RolloutOrder.values()) {
      var done = BEGUN.step(RolloutStep.ROLLING, "", 1).step(RolloutStep.DONE, "", 2);
      assertThat(order.fits(done.step())).isFalse();
      assertThatThrownBy(() -> done.on(order, "by anna", 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("r-31", "DONE", order.name());
    }
    assertThat(RolloutOrder.PROMOTE.fits(RolloutStep.CANARY)).isFalse();
    assertThat(RolloutOrder.PAUSE.fits(RolloutStep.REVERTING)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RolloutStep.class)
  void a_slot_runs_one_of_the_two_versions(RolloutStep step) {
    var rollout =
        new Rollout(
            "r-1",
            "a",
            "c1",
            "c2",
            RolloutPolicy.DEFAULT,
            step,
            step,
            RolloutReach.NONE.admit(SlotNumbers.of(3), true),
            RolloutClock.begin(0),
            "");
    var back = step == RolloutStep.REVERTING || step == RolloutStep.REVERTED;
    assertThat(rollout.target(3)).isEqualTo(back ? "c1" : "c2");
    assertThat(rollout.target(4)).isEqualTo(step == RolloutStep.DONE ? "c2" : "c1");
    assertThat(rollout.lastGood()).isEqualTo(step == RolloutStep.DONE ? "c2" : "c1");
  }

  @Test
  void a_rollout_leads_from_one_version_to_another() {
    assertThatThrownBy(() -> Rollout.begin("r-1", "a", "c1", "c1", RolloutPolicy.DEFAULT, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rollout.begin("r-1", "a", "", "c1", RolloutPolicy.DEFAULT, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
