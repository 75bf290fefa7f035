package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.RolloutPolicy;
import io.fleet.protocol.Code;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutClock;
import io.fleet.protocol.RolloutReach;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotNumbers;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version a slot is given, and who is taken down for it. */
final class RolloutPlanTest {
  private static Scene scene(int slots, RolloutStep step, int... admitted) {
    var scene = new Scene().wants(Scene.automation("a", slots, false, "1", Map.of())).hash("c2");
    var rollout =
        new Rollout(
            "r-1",
            "a",
            "c1",
            "c2",
            RolloutPolicy.DEFAULT,
            step,
            step,
            RolloutReach.NONE.admit(SlotNumbers.of(admitted), true),
            RolloutClock.begin(0),
            "");
    scene.rollouts.put("a", new Underway(rollout, scene.automations.get("a")));
    return scene;
  }

  private static SlotSpec on(String cfg, SlotSpec spec) {
    return new SlotSpec(
        spec.slot(),
        spec.gen(),
        spec.state(),
        spec.worker(),
        spec.boot(),
        cfg,
        spec.epoch(),
        spec.cause(),
        spec.sinceMillis(),
        spec.untilMillis(),
        spec.failures(),
        spec.detail());
  }

  private static SlotSpec spec(int number, SlotState state, String cfg) {
    return on(cfg, Scene.spec("a/" + number, state, Scene.gen(Scene.EPOCH, number + 1)));
  }

  private static void runs(Scene scene, String... cfgs) {
    var said = new io.fleet.protocol.SlotReport[cfgs.length];
    for (var i = 0; i < cfgs.length; i++) {
      var spec = spec(i, SlotState.RUNNING, cfgs[i]);
      scene.has(spec);
      said[i] = Scene.says("a/" + i, spec.gen(), Phase.RUNNING, "", false);
    }
    scene.hears(Scene.worker("w1", said));
  }

  @ParameterizedTest
  @CsvSource({
    "CANARY, c2, c1",
    "AWAITING_PROMOTION, c2, c1",
    "ROLLING, c2, c1",
    "PAUSED, c2, c1",
    "STOPPED, c2, c1",
    "DONE, c2, c2",
    "REVERTING, c1, c1",
    "REVERTED, c1, c1"
  })
  void a_slot_that_restarts_is_given_the_version_of_its_step(
      RolloutStep step, String admitted, String other) {
    var scene = scene(2, step, 0).hears();
    scene.has(spec(0, SlotState.FREE, "c1")).has(spec(1, SlotState.FREE, "c2"));
    assertThat(scene.plan().moves())
        .extracting(move -> move.to().slot() + " " + move.to().cfg())
        .containsExactlyInAnyOrder("a/0 " + admitted, "a/1 " + other);
  }

  @ParameterizedTest
  @CsvSource({"CANARY, CANARY", "ROLLING, ROLLOUT", "DONE, ROLLOUT"})
  void an_admitted_slot_is_replaced_and_says_why(RolloutStep step, Reason why) {
    var scene = scene(1, step, 0);
    runs(scene, "c1");
    var move = scene.move();
    assertThat(move.to().cause()).isEqualTo(why);
    assertThat(move.to().detail()).isEqualTo("to c2");
    assertThat(move.maxUnavailable()).isEqualTo(1);
  }

  @Test
  void a_slot_that_is_given_the_new_version_says_so() {
    var scene = scene(1, RolloutStep.CANARY, 0).hears().has(spec(0, SlotState.FREE, "c1"));
    assertThat(scene.to().cause()).isEqualTo(Reason.CANARY);
  }

  @Test
  void a_slot_that_failed_on_the_bad_version_does_not_wait_to_go_back() {
    var scene = scene(1, RolloutStep.REVERTING).hears().has(spec(0, SlotState.QUARANTINED, "c2"));
    assertThat(scene.to().state()).isEqualTo(SlotState.FREE);
    assertThat(scene.to().cause()).isEqualTo(Reason.ROLLOUT);
  }

  @Test
  void nothing_is_taken_down_for_a_paused_rollout() {
    var scene = scene(1, RolloutStep.PAUSED, 0);
    runs(scene, "c1");
    assertThat(scene.plan().isEmpty()).isTrue();
    assertThat(scene.plan().reasons()).isEmpty();
  }

  @Test
  void when_not_all_may_be_down_a_version_that_must_go_goes_first() {
    var scene = scene(3, RolloutStep.ROLLING, 0);
    runs(scene, "c1", "c1", "c0");
    assertThat(scene.plan().moves())
        .extracting(move -> move.from().slot())
        .containsExactly(SlotId.of("a/2"));
    assertThat(scene.plan().reasons().get(SlotId.of("a/0")).reason())
        .isEqualTo(Reason.MAX_UNAVAILABLE);
  }

  @Test
  void one_that_does_not_run_is_replaced_though_the_budget_is_spent() {
    var scene = scene(2, RolloutStep.ROLLING, 0, 1);
    runs(scene, "c1");
    scene.has(spec(1, SlotState.BACKOFF, "c1"));
    assertThat(scene.plan().moves())
        .extracting(Transition::to)
        .extracting(SlotSpec::slot)
        .containsExactly(SlotId.of("a/1"));
  }

  @Test
  void each_version_is_given_to_workers_that_have_its_code() {
    var scene = scene(2, RolloutStep.CANARY, 0);
    var wanted = scene.automations.get("a");
    scene.automations.put("a", wanted.withCode("Sample", "2"));
    for (var each : List.of("1", "2")) {
      var worker = Scene.worker("w" + each);
      scene.hears(Scene.at(worker, "h" + each, List.of(new Code("", "Sample", each))));
    }
    scene.has(spec(0, SlotState.FREE, "c1")).has(spec(1, SlotState.FREE, "c1"));
    var plan = scene.plan();
    assertThat(plan.moves())
        .extracting(move -> move.to().slot() + " " + move.to().worker())
        .containsExactlyInAnyOrder("a/0 w2", "a/1 w1");
    scene.workers.remove("w1");
    assertThat(scene.plan().reasons().get(SlotId.of("a/1")).reason())
        .isEqualTo(Reason.VERSION_MISSING);
  }
}
