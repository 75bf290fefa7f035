package io.fleet.reconcile;

import static io.fleet.reconcile.Scene.BOOT;
import static io.fleet.reconcile.Scene.EPOCH;
import static io.fleet.reconcile.Scene.NOW;
import static io.fleet.reconcile.Scene.automation;
import static io.fleet.reconcile.Scene.because;
import static io.fleet.reconcile.Scene.gen;
import static io.fleet.reconcile.Scene.says;
import static io.fleet.reconcile.Scene.spec;
import static io.fleet.reconcile.Scene.with;
import static io.fleet.reconcile.Scene.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.Restart;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the protocol, row by row: desired, observed, now; and what comes of it. */
final class ReconcilerTest {
  private static final String OWNED = "ASSIGNED|RUNNING|DRAINING|STUCK";

  private final Scene scene = new Scene();

  // Row 1: assignment.

  @Test
  void a_wanted_slot_goes_to_a_fresh_worker_under_a_new_generation() {
    var plan = scene.wants(1).hears().plan();
    assertThat(plan.moves()).hasSize(1);
    var to = plan.moves().getFirst().to();
    assertThat(to.state()).isEqualTo(SlotState.ASSIGNED);
    assertThat(to.gen()).isEqualTo(Generation.of(EPOCH, 100));
    assertThat(to.worker()).isEqualTo("w1");
    assertThat(to.boot()).isEqualTo(BOOT);
    assertThat(to.cfg()).isEqualTo("c1");
    assertThat(to.epoch()).isEqualTo(EPOCH);
    assertThat(plan.nextN()).isEqualTo(101);
    assertThat(plan.reasons().get(SlotId.of("a/0")).reason()).isEqualTo(Reason.AWAITING_REPORT);
  }

  @Test
  void a_free_record_is_assigned_as_well() {
    assertThat(scene.wants(1).has(SlotState.FREE).hears().to().state())
        .isEqualTo(SlotState.ASSIGNED);
  }

  @Test
  void slots_spread_over_the_workers() {
    var plan = scene.wants(4).hears(worker("w1")).hears(worker("w2")).plan();
    assertThat(plan.moves())
        .extracting(move -> move.to().worker())
        .containsExactlyInAnyOrder("w1", "w1", "w2", "w2");
  }

  @Test
  void without_any_worker_a_slot_waits() {
    assertThat(scene.wants(1).stays().reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
  }

  @Test
  void a_worker_that_beat_more_than_two_heartbeats_ago_gets_nothing() {
    scene.wants(1).hears(worker("w1", BOOT, 0, 1_000, 10));
    assertThat(scene.stays().reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
    scene.hears(worker("w1", BOOT, 0, 999, 10));
    assertThat(scene.to().state()).isEqualTo(SlotState.ASSIGNED);
  }

  @Test
  void a_certified_boot_gets_nothing_however_fresh_it_looks() {
    assertThat(scene.wants(1).hears(worker("w1", BOOT, BOOT, 0, 10)).stays().reason())
        .isEqualTo(Reason.NO_ELIGIBLE_WORKER);
  }

  @Test
  void a_leaving_worker_and_one_of_another_protocol_get_nothing() {
    scene.wants(1).hears(with(worker("w1"), Map.of(), true, true));
    scene.hears(with(worker("w2"), Map.of(), false, false));
    assertThat(scene.stays().reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
  }

  @Test
  void a_worker_without_the_labels_gets_nothing() {
    scene.wants(automation("a", 1, false, "1", Map.of("zone", "x")));
    scene.hears(with(worker("w1"), Map.of("zone", "y"), false, true));
    assertThat(scene.stays().reason()).isEqualTo(Reason.CONSTRAINT_UNMET);
    scene.hears(with(worker("w2"), Map.of("zone", "x", "more", "z"), false, true));
    assertThat(scene.to().worker()).isEqualTo("w2");
  }

  @Test
  void a_full_worker_gets_nothing_and_what_it_still_holds_counts() {
    scene.wants(3).has(spec("a/0", SlotState.DRAINING, gen(EPOCH, 1)));
    var plan = scene.hears(worker("w1", BOOT, 0, 0, 2)).plan();
    assertThat(plan.moves()).hasSize(1);
    assertThat(plan.reasons().get(SlotId.of("a/2")).reason()).isEqualTo(Reason.NO_ROOM);
  }

  @Test
  void a_slot_that_still_shows_life_is_not_given_away() {
    scene.wants(1).has(spec("a/0", SlotState.FREE, gen(EPOCH, 2)));
    scene.hears(says(Phase.STOPPING)).hears(worker("w2"));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_STOP);
  }

  @Test
  void while_recovering_nothing_is_assigned() {
    scene.recovering = true;
    assertThat(scene.wants(1).hears().stays().reason()).isEqualTo(Reason.RECOVERING);
  }

  @Test
  void when_the_numbers_of_the_epoch_are_used_up_nothing_is_assigned() {
    scene.nextN = Generation.MAX_N;
    var plan = scene.wants(2).hears().plan();
    assertThat(plan.moves()).hasSize(1);
    assertThat(plan.nextN()).isEqualTo(Generation.MAX_N + 1);
    assertThat(new Conditions(EPOCH, plan.nextN(), false, true, NOW).exhausted()).isTrue();
  }

  @Test
  void a_finished_batch_keeps_no_slot_until_its_config_changes() {
    var finished =
        because(spec("a/0", SlotState.FREE, gen(EPOCH, 1)), Reason.BATCH_FINISHED, 0, 0, "");
    assertThat(scene.wants(1).has(finished).hears().stays().reason())
        .isEqualTo(Reason.BATCH_FINISHED);
    assertThat(scene.hash("c2").to().state()).isEqualTo(SlotState.ASSIGNED);
  }

  // Rows 2, 5, 6, 7: the worker's word.

  @Test
  void a_report_of_running_ends_the_wait() {
    var plan = scene.wants(1).has(SlotState.ASSIGNED).hears(says(Phase.RUNNING)).plan();
    assertThat(plan.moves().getFirst().to().state()).isEqualTo(SlotState.RUNNING);
    assertThat(plan.moves().getFirst().to().cause()).isEqualTo(Reason.STARTED);
    assertThat(plan.reasons()).isEmpty();
  }

  @Test
  void what_another_boot_or_another_generation_says_is_not_its_word() {
    scene.wants(1).has(SlotState.ASSIGNED);
    scene.hears(says("a/0", gen(EPOCH - 1, 1), Phase.DONE, "stopped", false));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_REPORT);
    scene.hears(worker("w2", says(Phase.DONE)));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_REPORT);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void done_frees_a_held_slot_in_every_state(SlotState state) {
    var to = scene.wants(1).has(state).hears(says(Phase.DONE)).to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.worker()).isEmpty();
    assertThat(to.boot()).isZero();
    assertThat(to.gen()).isEqualTo(gen(EPOCH, 1));
  }

  @Test
  void done_under_a_pause_is_paused() {
    assertThat(scene.wantsPaused().has(SlotState.DRAINING).hears(says(Phase.DONE)).to().state())
        .isEqualTo(SlotState.PAUSED);
  }

  @Test
  void a_batch_that_says_finished_is_marked_so() {
    scene.wants(1).has(SlotState.RUNNING).hears(says(Phase.DONE, "finished", false));
    assertThat(scene.to().cause()).isEqualTo(Reason.BATCH_FINISHED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void failed_backs_off_with_a_delay_and_the_evidence(SlotState state) {
    var to = scene.wants(1).has(state).hears(says(Phase.FAILED, "boom", false)).to();
    assertThat(to.state()).isEqualTo(SlotState.BACKOFF);
    assertThat(to.cause()).isEqualTo(Reason.FAILED);
    assertThat(to.failures()).isEqualTo(1);
    assertThat(to.detail()).isEqualTo("boom");
    assertThat(to.untilMillis()).isBetween(NOW, NOW + 1_000);
    assertThat(to.worker()).isEmpty();
  }

  @Test
  void the_fifth_failure_in_a_row_is_quarantined() {
    var four = because(spec("a/0", SlotState.RUNNING, gen(EPOCH, 1)), Reason.STARTED, 0, 4, "");
    var to = scene.wants(1).has(four).hears(says(Phase.FAILED, "boom", false)).to();
    assertThat(to.state()).isEqualTo(SlotState.QUARANTINED);
    assertThat(to.cause()).isEqualTo(Reason.RESTART_ATTEMPTS);
    assertThat(to.untilMillis()).isZero();
    assertThat(to.failures()).isEqualTo(5);
  }

  @Test
  void ten_minutes_of_running_forgive_former_failures() {
    var four = because(spec("a/0", SlotState.RUNNING, gen(EPOCH, 1)), Reason.STARTED, 0, 4, "");
    scene.now = NOW + 600_000;
    var to = scene.wants(1).has(four).hears(says(Phase.FAILED, "boom", false)).to();
    assertThat(to.state()).isEqualTo(SlotState.BACKOFF);
    assertThat(to.failures()).isEqualTo(1);
  }

  @Test
  void a_shorter_window_forgives_sooner() {
    var four = because(spec("a/0", SlotState.RUNNING, gen(EPOCH, 1)), Reason.STARTED, 0, 4, "");
    var window =
        new Restart(5, Duration.ofMinutes(1), Duration.ofSeconds(1), 2, Duration.ofMinutes(5));
    scene.now = NOW + 120_000;
    var to =
        scene
            .wants(Scene.restarting(window))
            .has(four)
            .hears(says(Phase.FAILED, "boom", false))
            .to();
    assertThat(to.failures()).isEqualTo(1);
  }

  @Test
  void a_permanent_failure_is_quarantined_at_once() {
    var to =
        scene.wants(1).has(SlotState.ASSIGNED).hears(says(Phase.FAILED, "no class", true)).to();
    assertThat(to.state()).isEqualTo(SlotState.QUARANTINED);
    assertThat(to.cause()).isEqualTo(Reason.FAILED_PERMANENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASSIGNED", "RUNNING", "DRAINING"})
  void stuck_code_is_marked_and_stays_with_its_worker(SlotState state) {
    var to = scene.wants(1).has(state).hears(says(Phase.STUCK)).to();
    assertThat(to.state()).isEqualTo(SlotState.STUCK);
    assertThat(to.worker()).isEqualTo("w1");
    assertThat(new Scene().wants(1).has(SlotState.STUCK).hears(says(Phase.STUCK)).stays().reason())
        .isEqualTo(Reason.CODE_WILL_NOT_STOP);
  }

  // Rows 8, 9, 10: proof without a word.

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void a_later_boot_frees_what_the_earlier_one_held(SlotState state) {
    var to = scene.wants(1).has(state).hears(worker("w1", BOOT + 1, 0, 0, 10)).to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.cause()).isEqualTo(Reason.WORKER_RESTARTED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void a_certificate_frees_what_that_boot_held(SlotState state) {
    var to = scene.wants(1).has(state).hears(worker("w1", BOOT, BOOT, 0, 10)).to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.cause()).isEqualTo(Reason.WORKER_DIED);
  }

  @Test
  void a_certificate_of_an_earlier_boot_frees_nothing() {
    scene.wants(1).has(SlotState.RUNNING).hears(worker("w1", BOOT, BOOT - 1, 0, 10));
    assertThat(scene.plan().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void silence_for_t_dead_frees_and_the_judged_beat_goes_along(SlotState state) {
    scene.wants(1).has(state).hears(worker("w1", BOOT, 0, 5_000, 10));
    var move = scene.move();
    assertThat(move.to().state()).isEqualTo(SlotState.FREE);
    assertThat(move.to().cause()).isEqualTo(Reason.WORKER_LOST);
    assertThat(move.judgedWorker()).isEqualTo("w1");
    assertThat(move.judgedBeat()).isEqualTo("50 3 1 7");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void silence_below_t_dead_only_waits(SlotState state) {
    scene.wants(1).has(state).hears(worker("w1", BOOT, 0, 4_999, 10));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_VERDICT);
  }

  @Test
  void a_leader_that_was_late_itself_judges_nobody() {
    scene.judging = false;
    scene.wants(1).has(SlotState.RUNNING).hears(worker("w1", BOOT, 0, 60_000, 10));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_VERDICT);
  }

  @Test
  void a_worker_that_never_beat_is_as_silent_as_the_leader_is_old() {
    scene.wants(1).has(SlotState.RUNNING);
    assertThat(scene.to().cause()).isEqualTo(Reason.WORKER_LOST);
    assertThat(scene.move().judgedBeat()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = OWNED)
  void a_generation_of_an_older_epoch_that_its_worker_does_not_name_never_starts(SlotState state) {
    scene.wants(1).has(spec("a/0", state, gen(EPOCH - 1, 1))).hears();
    assertThat(scene.to().cause()).isEqualTo(Reason.SLOT_REPLACED);
  }

  @Test
  void a_worker_that_has_not_seen_this_epoch_may_still_start_an_older_generation() {
    var w = worker("w1");
    scene.wants(1).has(spec("a/0", SlotState.ASSIGNED, gen(EPOCH - 1, 1)));
    scene.hears(
        new WorkerView("w1", BOOT, w.beat(), EPOCH - 1, 0, 0, 10, Map.of(), false, true, Map.of()));
    assertThat(scene.stays().reason()).isEqualTo(Reason.AWAITING_REPORT);
  }

  @Test
  void a_living_generation_of_an_older_epoch_goes_on() {
    scene.wants(1).has(spec("a/0", SlotState.RUNNING, gen(EPOCH - 1, 1)));
    scene.hears(says("a/0", gen(EPOCH - 1, 1), Phase.RUNNING, "", false));
    assertThat(scene.plan().isEmpty()).isTrue();
    assertThat(scene.plan().reasons()).isEmpty();
  }

  // Row 11: adoption.

  @Test
  void a_living_slot_without_a_record_is_adopted_as_it_runs() {
    scene.wants(1).hears(says("a/0", gen(5, 9), Phase.STARTING, "", false));
    scene.recovering = true;
    var move = scene.move();
    assertThat(move.from().recorded()).isFalse();
    assertThat(move.to().state()).isEqualTo(SlotState.RUNNING);
    assertThat(move.to().gen()).isEqualTo(gen(5, 9));
    assertThat(move.to().boot()).isEqualTo(BOOT);
    assertThat(move.to().cause()).isEqualTo(Reason.ADOPTED);
    assertThat(move.judgedBeat()).isEqualTo("50 3 1 7");
  }

  @ParameterizedTest
  @EnumSource
  void a_later_living_generation_wins_over_any_record(SlotState state) {
    scene.wants(1).has(spec("a/0", state, gen(5, 1)));
    scene.hears(worker("w2", says("a/0", gen(5, 2), Phase.RUNNING, "", false)));
    assertThat(scene.to().worker()).isEqualTo("w2");
    assertThat(scene.to().gen()).isEqualTo(gen(5, 2));
  }

  @Test
  void of_two_living_generations_the_later_one_is_adopted() {
    scene.wants(1).hears(worker("w1", says("a/0", gen(5, 2), Phase.RUNNING, "", false)));
    scene.hears(worker("w2", says("a/0", gen(5, 3), Phase.RUNNING, "", false)));
    assertThat(scene.to().worker()).isEqualTo("w2");
  }

  @Test
  void neither_an_ended_generation_nor_a_dead_worker_is_adopted() {
    scene.wants(1).hears(says("a/0", gen(5, 2), Phase.DONE, "", false));
    assertThat(scene.to().state()).isEqualTo(SlotState.ASSIGNED);
    var other = new Scene().wants(1);
    other.hears(worker("w1", BOOT, BOOT, 0, 10, says("a/0", gen(5, 2), Phase.RUNNING, "", false)));
    assertThat(other.stays().reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
  }

  @Test
  void a_living_slot_that_nobody_wants_is_adopted_and_then_drained() {
    scene.hears(says("a/0", gen(5, 2), Phase.RUNNING, "", false));
    var adopted = scene.to();
    assertThat(adopted.cause()).isEqualTo(Reason.ADOPTED);
    assertThat(scene.has(adopted).to().cause()).isEqualTo(Reason.SCALED_DOWN);
  }

  // Rows 12, 13, 14, 15: nobody's slots.

  @Test
  void a_back_off_ends_at_its_time_and_keeps_its_count() {
    var waits =
        because(spec("a/0", SlotState.BACKOFF, gen(EPOCH, 1)), Reason.FAILED, NOW + 1, 3, "boom");
    assertThat(scene.wants(1).has(waits).hears().stays())
        .isEqualTo(new Explanation(Reason.BACKOFF_UNTIL, "failure 3: boom"));
    scene.now = NOW + 1;
    assertThat(scene.to().state()).isEqualTo(SlotState.FREE);
    assertThat(scene.to().failures()).isEqualTo(3);
    assertThat(scene.has(scene.to()).to().failures()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF", "QUARANTINED"})
  void a_changed_config_releases_and_forgives(SlotState state) {
    var held = because(spec("a/0", state, gen(EPOCH, 1)), Reason.FAILED, NOW + 9_999, 5, "boom");
    var to = scene.wants(1).hash("c2").has(held).hears().to();
    assertThat(to.state()).isEqualTo(SlotState.FREE);
    assertThat(to.failures()).isZero();
    assertThat(scene.has(to).to().state()).isEqualTo(SlotState.ASSIGNED);
  }

  @Test
  void a_changed_config_forgives_a_slot_that_was_between_failures_too() {
    var freed = because(spec("a/0", SlotState.FREE, gen(EPOCH, 1)), Reason.STOPPED, 0, 4, "");
    assertThat(scene.wants(1).has(freed).hears().to().failures()).isEqualTo(4);
    assertThat(scene.hash("c2").to().failures()).isZero();
  }

  @Test
  void a_quarantined_slot_waits_and_says_what_for() {
    var held =
        because(
            spec("a/0", SlotState.QUARANTINED, gen(EPOCH, 1)),
            Reason.RESTART_ATTEMPTS,
            0,
            5,
            "boom");
    var why = scene.wants(1).has(held).hears().stays();
    assertThat(why.reason()).isEqualTo(Reason.AWAITING_RELEASE);
    assertThat(why.evidence()).contains("5", "boom");
  }

  @Test
  void a_pause_holds_back_also_a_slot_without_a_record() {
    assertThat(scene.wantsPaused().hears().to().state()).isEqualTo(SlotState.PAUSED);
    assertThat(new Scene().wantsPaused().has(SlotState.FREE).to().state())
        .isEqualTo(SlotState.PAUSED);
    assertThat(new Scene().wantsPaused().has(SlotState.BACKOFF).to().state())
        .isEqualTo(SlotState.PAUSED);
    assertThat(new Scene().wantsPaused().has(SlotState.PAUSED).stays().reason())
        .isEqualTo(Reason.PAUSED_BY);
  }

  @Test
  void after_a_resume_the_slot_is_free_again() {
    assertThat(scene.wants(1).has(SlotState.PAUSED).hears().to().state()).isEqualTo(SlotState.FREE);
  }

  @ParameterizedTest
  @EnumSource(names = {"FREE", "BACKOFF", "QUARANTINED", "PAUSED"})
  void a_record_that_nobody_wants_is_removed(SlotState state) {
    var plan = scene.has(state).plan();
    assertThat(plan.moves()).isEmpty();
    assertThat(plan.removals()).extracting(SlotSpec::slot).containsExactly(SlotId.of("a/0"));
  }

  // Row 4: our own will.

  @ParameterizedTest
  @EnumSource(names = {"ASSIGNED", "RUNNING"})
  void scaling_down_and_pausing_drain(SlotState state) {
    assertThat(scene.has(state).hears(says(Phase.STARTING)).to().cause())
        .isEqualTo(Reason.SCALED_DOWN);
    var to = scene.wantsPaused().to();
    assertThat(to.state()).isEqualTo(SlotState.DRAINING);
    assertThat(to.cause()).isEqualTo(Reason.PAUSED_BY);
    assertThat(to.worker()).isEqualTo("w1");
    assertThat(to.untilMillis()).isEqualTo(NOW + 30_000);
  }

  @Test
  void while_recovering_nothing_is_drained() {
    scene.recovering = true;
    assertThat(scene.has(SlotState.RUNNING).hears(says(Phase.RUNNING)).plan().isEmpty()).isTrue();
    assertThat(scene.wantsPaused().plan().isEmpty()).isTrue();
    assertThat(scene.wants(1).hash("c2").plan().isEmpty()).isTrue();
  }

  private void runs(int count) {
    for (var i = 0; i < count; i++) {
      scene.has(spec("a/" + i, SlotState.RUNNING, gen(EPOCH, i + 1)));
    }
    scene.hears();
  }

  @Test
  void a_config_change_takes_down_no_more_than_may_be_down() {
    runs(6);
    var plan = scene.wants(automation("a", 6, false, "2", Map.of())).hash("c2").plan();
    assertThat(plan.moves()).hasSize(2);
    assertThat(plan.moves())
        .allMatch(move -> move.maxUnavailable() == 2 && move.desired() == 6)
        .allMatch(move -> move.to().state() == SlotState.DRAINING);
    assertThat(plan.reasons().get(SlotId.of("a/5")).reason()).isEqualTo(Reason.MAX_UNAVAILABLE);
  }

  @Test
  void what_is_down_for_another_cause_counts_against_a_config_change() {
    runs(4);
    scene.has(because(spec("a/3", SlotState.BACKOFF, gen(EPOCH, 4)), Reason.FAILED, NOW, 1, ""));
    var plan = scene.wants(4).plan();
    assertThat(plan.moves()).hasSize(1);
    scene.has(spec("a/3", SlotState.ASSIGNED, gen(EPOCH, 4)));
    plan = scene.hash("c2").plan();
    assertThat(plan.moves()).noneMatch(move -> move.from().state() == SlotState.RUNNING);
  }

  @Test
  void a_slot_that_has_not_come_up_is_replaced_without_asking_the_budget() {
    scene.wants(1).hash("c2").has(SlotState.ASSIGNED).hears(says(Phase.STARTING));
    assertThat(scene.to().state()).isEqualTo(SlotState.DRAINING);
    assertThat(scene.move().maxUnavailable()).isEqualTo(-1);
  }

  @Test
  void slots_that_are_scaled_away_do_not_stand_in_for_those_that_stay() {
    runs(10);
    var plan = scene.wants(5).hash("c2").plan();
    assertThat(plan.moves())
        .filteredOn(move -> move.to().cause() == Reason.CONFIG_CHANGED)
        .hasSize(1);
    assertThat(plan.moves()).filteredOn(move -> move.to().cause() == Reason.SCALED_DOWN).hasSize(5);
  }

  @Test
  void a_slot_that_runs_as_it_should_needs_no_reason() {
    var plan = scene.wants(1).has(SlotState.RUNNING).hears(says(Phase.RUNNING)).plan();
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.reasons()).isEmpty();
  }

  @Test
  void reasons_are_stored_as_code_and_evidence() {
    var lines = scene.wants(1).plan().lines();
    assertThat(lines).containsExactly(Map.entry("a/0", "NO_ELIGIBLE_WORKER no worker is up"));
    assertThat(new Explanation(Reason.PAUSED_BY, "").line()).isEqualTo("PAUSED_BY");
  }
}
