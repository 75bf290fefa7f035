package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.Restart;
import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.SlotReport;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What orders of people do to slots. The slot is a/0 in generation 7.1 unless a test says so. */
final class IntentsTest {
  private static final long LATER = Scene.gen(Scene.EPOCH, 50).value();
  private static final long EARLIER = Scene.gen(Scene.EPOCH, 1).value();

  private static Scene running() {
    return new Scene().wants(1).has(SlotState.RUNNING).hears(Scene.says(Phase.RUNNING));
  }

  private static WorkerView draining(WorkerView worker, long graceMillis) {
    return worker.standing(new Standing(Standing.Kind.DRAINING, "drained by anna", graceMillis));
  }

  @Test
  void a_pause_drains_what_runs_and_names_who_paused() {
    var to = running().ordered(Kind.PAUSE, "a", 0).to();
    assertThat(to.state()).isEqualTo(SlotState.DRAINING);
    assertThat(to.cause()).isEqualTo(Reason.PAUSED_BY);
    assertThat(to.detail()).isEqualTo("by anna: a test");
  }

  @Test
  void a_pause_holds_a_slot_that_has_no_record() {
    var to = new Scene().wants(1).hears().ordered(Kind.PAUSE, "a", 0).to();
    assertThat(to.state()).isEqualTo(SlotState.PAUSED);
  }

  @Test
  void a_slot_that_ended_under_a_pause_is_paused() {
    var scene = new Scene().wants(1).has(SlotState.DRAINING).hears(Scene.says(Phase.DONE));
    assertThat(scene.ordered(Kind.PAUSE, "a", 0).to().state()).isEqualTo(SlotState.PAUSED);
  }

  @Test
  void a_resumed_slot_is_free_again() {
    var to = new Scene().wants(1).has(SlotState.PAUSED).hears().to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.cause()).isEqualTo(Reason.RETRY_NOW);
  }

  @Test
  void a_quarantine_by_a_person_drains_and_holds() {
    assertThat(running().ordered(Kind.QUARANTINE, "a/0", 0).to().cause())
        .isEqualTo(Reason.QUARANTINED_BY);
    var ended = new Scene().wants(1).has(SlotState.DRAINING).hears(Scene.says(Phase.DONE));
    assertThat(ended.ordered(Kind.QUARANTINE, "a/0", 0).to().state())
        .isEqualTo(SlotState.QUARANTINED);
    var held = new Scene().wants(1).has(SlotState.QUARANTINED).hash("c2").hears();
    assertThat(held.ordered(Kind.QUARANTINE, "a", 0).stays().reason())
        .isEqualTo(Reason.QUARANTINED_BY);
  }

  @Test
  void a_quarantine_by_a_person_ends_with_the_order() {
    var spec = Scene.spec("a/0", SlotState.QUARANTINED, Scene.gen(Scene.EPOCH, 1));
    var was = Scene.because(spec, Reason.QUARANTINED_BY, 0, 0, "by anna");
    assertThat(new Scene().wants(1).has(was).hears().to().state()).isEqualTo(SlotState.FREE);
  }

  @Test
  void a_release_frees_what_failed_before_it_and_nothing_that_fails_after_it() {
    var scene = new Scene().wants(1).has(SlotState.QUARANTINED).hears();
    assertThat(scene.ordered(Kind.RELEASE, "a", LATER).to().cause()).isEqualTo(Reason.RETRY_NOW);
    var again = new Scene().wants(1).has(SlotState.QUARANTINED).hears();
    assertThat(again.ordered(Kind.RELEASE, "a", EARLIER).stays().reason())
        .isEqualTo(Reason.AWAITING_RELEASE);
  }

  @Test
  void a_restart_replaces_what_began_before_it_and_nothing_that_began_after_it() {
    assertThat(running().ordered(Kind.RESTART, "a", LATER).to().cause())
        .isEqualTo(Reason.RETRY_NOW);
    assertThat(running().ordered(Kind.RESTART, "a", EARLIER).plan().isEmpty()).isTrue();
  }

  @Test
  void a_restart_takes_down_no_more_than_may_be_down() {
    var scene = new Scene().wants(2).hears(Scene.says(Phase.RUNNING));
    scene.has(Scene.spec("a/0", SlotState.RUNNING, Scene.gen(Scene.EPOCH, 1)));
    scene.has(Scene.spec("a/1", SlotState.RUNNING, Scene.gen(Scene.EPOCH, 2)));
    var plan = scene.ordered(Kind.RESTART, "a", LATER).plan();
    assertThat(plan.moves()).hasSize(1);
    assertThat(plan.moves().getFirst().maxUnavailable()).isEqualTo(1);
    assertThat(plan.reasons().get(SlotId.of("a/1")).reason()).isEqualTo(Reason.MAX_UNAVAILABLE);
  }

  @Test
  void a_restart_lets_a_failed_slot_try_at_once() {
    var spec = Scene.spec("a/0", SlotState.BACKOFF, Scene.gen(Scene.EPOCH, 1));
    var waits = Scene.because(spec, Reason.FAILED, Scene.NOW + 60_000, 3, "boom");
    var to = new Scene().wants(1).has(waits).hears().ordered(Kind.RESTART, "a/0", LATER).to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.cause()).isEqualTo(Reason.RETRY_NOW);
    assertThat(to.failures()).isZero();
  }

  @Test
  void slots_leave_a_worker_that_is_drained_and_the_deadline_goes_with_them() {
    var scene = running();
    scene.hears(draining(scene.workers.get("w1"), 0));
    var move = scene.move();
    assertThat(move.to().cause()).isEqualTo(Reason.DRAIN);
    assertThat(move.to().untilMillis()).isEqualTo(Scene.NOW);
    assertThat(move.maxUnavailable()).isEqualTo(1);
  }

  @Test
  void a_worker_that_leaves_is_drained_too_and_within_the_budget() {
    var scene = running();
    scene.hears(Scene.with(scene.workers.get("w1"), Map.of(), true, true));
    var move = scene.move();
    assertThat(move.to().state()).isEqualTo(SlotState.DRAINING);
    assertThat(move.to().cause()).isEqualTo(Reason.DRAIN);
    assertThat(move.to().detail()).isEqualTo("w1 leaves");
    assertThat(move.maxUnavailable()).isEqualTo(1);
  }

  @Test
  void a_drain_never_has_more_time_than_the_automation_gives() {
    var scene = running();
    scene.hears(draining(scene.workers.get("w1"), 600_000));
    assertThat(scene.to().untilMillis()).isEqualTo(Scene.NOW + 30_000);
  }

  @Test
  void a_drained_worker_gets_nothing_and_the_refusal_names_who_ordered_it() {
    var scene = new Scene().wants(1).hears(draining(Scene.worker("w1"), -1));
    var why = scene.stays();
    assertThat(why.reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
    assertThat(why.evidence()).contains("w1 drained by anna");
  }

  @Test
  void a_worker_with_stuck_code_gets_no_new_slots() {
    var stuck =
        Scene.says(
            "b/7", Scene.gen(Scene.EPOCH, 3), Phase.STUCK, "the interrupt was ignored", false);
    var why = new Scene().wants(1).hears(stuck).plan().reasons().get(SlotId.of("a/0"));
    assertThat(why.reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
    assertThat(why.evidence()).contains("w1 is stuck");
  }

  @Test
  void a_slot_that_stalls_is_drained_whatever_may_be_down() {
    var said =
        new SlotReport(
            "a/0", EARLIER, Phase.RUNNING, "c1", "nothing ended for PT2M", false, 0, true);
    var scene = new Scene().wants(2).has(SlotState.RUNNING).hears(said);
    var move =
        scene.plan().moves().stream()
            .filter(each -> each.from().slot().equals(SlotId.of("a/0")))
            .findFirst()
            .orElseThrow();
    assertThat(move.to().cause()).isEqualTo(Reason.NO_PROGRESS);
    assertThat(move.maxUnavailable()).isNegative();
  }

  @Test
  void who_keeps_trying_waits_the_longest_delay_instead_of_being_quarantined() {
    var restart =
        new Restart(
            2, Duration.ofMinutes(10), Duration.ofSeconds(1), 2, Duration.ofMinutes(5), true);
    var spec = Scene.spec("a/0", SlotState.ASSIGNED, Scene.gen(Scene.EPOCH, 1));
    var scene =
        new Scene()
            .wants(Scene.restarting(restart))
            .has(Scene.because(spec, Reason.STARTED, 0, 7, ""))
            .hears(Scene.says(Phase.FAILED, "boom", false));
    assertThat(scene.to().state()).isEqualTo(SlotState.BACKOFF);
    assertThat(scene.to().cause()).isEqualTo(Reason.RESTART_ATTEMPTS);
    assertThat(scene.to().untilMillis()).isEqualTo(Scene.NOW + 300_000);
  }

  @Test
  void under_the_brake_nothing_is_replaced_and_says_so() {
    var scene = running().hash("c2");
    scene.braked = true;
    assertThat(scene.stays().reason()).isEqualTo(Reason.BRAKE_ON);
  }

  @Test
  void under_the_brake_a_slot_waits_for_the_turn_of_a_worker_with_room() {
    var waits = Standing.of(Standing.Kind.BRAKED, "too much failed at once");
    var scene = new Scene().wants(1).hears(Scene.worker("w1").standing(waits));
    assertThat(scene.stays().reason()).isEqualTo(Reason.BRAKE_ON);
  }

  @Test
  void a_moment_of_another_clock_is_cut_to_the_longest_delay() {
    var desired = new Scene().wants(1).desired();
    var spec = Scene.spec("a/0", SlotState.BACKOFF, Scene.gen(Scene.EPOCH, 1));
    var ahead = Scene.because(spec, Reason.FAILED, Scene.NOW + 9_000_000, 1, "");
    assertThat(Takeover.cut(ahead, desired, Scene.NOW).untilMillis())
        .isEqualTo(Scene.NOW + 300_000);
    var fine = Scene.because(spec, Reason.FAILED, Scene.NOW + 200_000, 1, "");
    assertThat(Takeover.cut(fine, desired, Scene.NOW)).isEqualTo(fine);
  }

  @Test
  void an_order_for_one_slot_leaves_the_others_alone() {
    var wills = Will.of(new Scene().ordered(Kind.QUARANTINE, "a/1", 0).intents);
    assertThat(wills.get("a").of(Kind.QUARANTINE, SlotId.of("a/1"))).isPresent();
    assertThat(wills.get("a").of(Kind.QUARANTINE, SlotId.of("a/0"))).isEmpty();
    assertThat(wills).isEqualTo(Map.of("a", wills.get("a")));
  }
}
