package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.RolloutPolicy;
import io.fleet.config.RolloutStrategy;
import io.fleet.protocol.Intent;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is brought to a new version first. */
final class AdmissionTest {
  private static final int SLOTS = 6;
  private static final SlotReport[] NONE = {};

  /** All run the old version, two on each worker. */
  private static Scene scene() {
    var scene = new Scene().wants(Scene.automation("a", SLOTS, false, "1", Map.of())).hash("c2");
    for (var i = 0; i < SLOTS; i++) {
      var spec = spec(i, SlotState.RUNNING);
      scene.has(spec);
      var name = spec.worker();
      var old = scene.workers.get(name);
      var said = Scene.says("a/" + i, spec.gen(), Phase.RUNNING, "", false);
      scene.hears(
          old == null
              ? Scene.worker(name, said)
              : Scene.worker(name, old.slots().values().iterator().next(), said));
    }
    return scene;
  }

  private static SlotSpec spec(int number, SlotState state) {
    var spec = Scene.spec("a/" + number, state, Scene.gen(Scene.EPOCH, number + 1));
    return new SlotSpec(
        spec.slot(),
        spec.gen(),
        state,
        state.owned() ? "w" + (1 + number / 2) : "",
        spec.boot(),
        "c1",
        spec.epoch(),
        spec.cause(),
        Scene.NOW - 1_000,
        0,
        0,
        "");
  }

  private static String admitted(Scene scene, int canaries) {
    var policy =
        new RolloutPolicy(
            RolloutStrategy.CANARY,
            canaries,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            true,
            true);
    // Long ago, so that whoever has no seat has none for long.
    var rollout = Rollout.begin("r-1", "a", "c1", "c2", policy, Scene.NOW - 60_000);
    scene.rollouts.put("a", new Underway(rollout, scene.automations.get("a")));
    var now = new Conditions(Scene.EPOCH, 100, false, true, Scene.NOW);
    var progress =
        RolloutProgress.of(
            scene.desired(),
            "a",
            slot -> Optional.ofNullable(scene.slots.get(slot)),
            scene.workers,
            60_000,
            now);
    return RolloutRule.next(progress, now, Optional.empty())
        .rollout()
        .reach()
        .admitted()
        .toString();
  }

  @Test
  void when_all_are_well_the_first_on_one_worker() {
    assertThat(admitted(scene(), 1)).isEqualTo("0");
    assertThat(admitted(scene(), 2)).isEqualTo("0-1");
  }

  @Test
  void one_that_fails_on_the_old_version_first() {
    var scene = scene().has(spec(2, SlotState.FREE)).has(spec(5, SlotState.QUARANTINED));
    assertThat(admitted(scene, 1)).isEqualTo("5");
  }

  @Test
  void one_that_does_not_run_before_one_that_does() {
    assertThat(admitted(scene().has(spec(3, SlotState.DRAINING)), 1)).isEqualTo("3");
  }

  @Test
  void nobody_whose_worker_is_silent() {
    var scene = scene();
    scene.workers.computeIfPresent(
        "w1",
        (name, view) -> Scene.worker(name, 50, 0, 1_600, 10, view.slots().values().toArray(NONE)));
    assertThat(admitted(scene, 1)).isEqualTo("2");
  }

  @Test
  void nobody_who_found_no_seat() {
    var free = spec(4, SlotState.FREE);
    var homeless = free.freed(SlotState.FREE, free.cause(), Scene.NOW - 10_000);
    assertThat(admitted(scene().has(homeless), 1)).isEqualTo("0");
  }

  @Test
  void nobody_whom_a_person_holds() {
    assertThat(admitted(scene().ordered(Intent.Kind.PAUSE, "a/0", 0), 1)).isEqualTo("2");
  }
}
