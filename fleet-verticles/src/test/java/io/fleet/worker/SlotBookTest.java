package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.SlotReport;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker does with the answer to a heartbeat. */
final class SlotBookTest {
  private static final String SLOT = "prober/1";
  private static final long BOOT = 77;
  private static final long EPOCH = 3;

  private final SlotBook book =
      new SlotBook("w1", BOOT, InstantSource.fixed(Instant.ofEpochMilli(5)));

  private static long gen(int n) {
    return Generation.of(EPOCH, n).value();
  }

  private static WorkerSpec mine(long gen, SlotState state) {
    return new WorkerSpec(SLOT, gen, state.name(), "w1", BOOT, "c" + gen);
  }

  private static WorkerSpec absent() {
    return new WorkerSpec(SLOT, 0, "", "", 0, "");
  }

  private static WorkerSpec nobodys(long gen, SlotState state) {
    return new WorkerSpec(SLOT, gen, state.name(), "", 0, "");
  }

  private List<Order> hear(WorkerSpec... specs) {
    return book.hear(new Heard(EPOCH, true, "run", List.of(specs)), true);
  }

  private void started(int n) {
    assertThat(hear(mine(gen(n), SlotState.ASSIGNED)))
        .containsExactly(new Order.Start(SLOT, gen(n), "c" + gen(n)));
  }

  private void ends(int n, Phase how) {
    book.phase(SLOT, gen(n), how, "stopped", false);
  }

  private SlotReport report() {
    assertThat(book.reports()).hasSize(1);
    return book.reports().getFirst();
  }

  @Test
  void a_drain_with_a_deadline_passes_it_on() {
    started(1);
    book.phase(SLOT, gen(1), Phase.RUNNING, "", false);
    var soon = new WorkerSpec(SLOT, gen(1), "DRAINING", "w1", BOOT, "c", 0);
    assertThat(hear(soon)).containsExactly(new Order.Stop(SLOT, gen(1), false, 0));
    assertThat(new Order.Stop(SLOT, gen(1), false, 0).atMost()).isEqualTo(Duration.ZERO);
    assertThat(new Order.Stop(SLOT, gen(1), true).atMost()).isEqualTo(Duration.ZERO);
    assertThat(new Order.Stop(SLOT, gen(1), false).atMost()).isGreaterThan(Duration.ofDays(365));
  }

  @Test
  void a_generation_that_stalls_is_reported_so_and_lives() {
    started(1);
    book.phase(SLOT, gen(1), Phase.RUNNING, "nothing ended for PT2M", true);
    var said = report();
    assertThat(said.stalled()).isTrue();
    assertThat(said.permanent()).isFalse();
    assertThat(said.phase().living()).isTrue();
  }

  @Test
  void a_generation_starts_at_most_once_however_often_it_is_assigned() {
    started(1);
    assertThat(hear(mine(gen(1), SlotState.ASSIGNED))).isEmpty();
    ends(1, Phase.RUNNING);
    assertThat(hear(mine(gen(1), SlotState.ASSIGNED))).isEmpty();
    ends(1, Phase.DONE);
    assertThat(hear(mine(gen(1), SlotState.ASSIGNED))).isEmpty();
    assertThat(hear(absent())).isEmpty();
    assertThat(hear(mine(gen(1), SlotState.ASSIGNED))).isEmpty();
    assertThat(report().phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void a_lower_generation_than_the_last_one_never_starts() {
    started(5);
    ends(5, Phase.DONE);
    assertThat(hear(nobodys(gen(5), SlotState.FREE))).isEmpty();
    assertThat(hear(mine(gen(4), SlotState.ASSIGNED))).isEmpty();
    assertThat(report().gen()).isEqualTo(gen(4));
    assertThat(report().phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void an_ended_generation_is_told_until_the_leader_has_seen_it_and_again_when_it_forgot() {
    started(1);
    ends(1, Phase.DONE);
    hear(mine(gen(1), SlotState.RUNNING));
    assertThat(report().phase()).isEqualTo(Phase.DONE);
    hear(nobodys(gen(1), SlotState.FREE));
    assertThat(book.reports()).isEmpty();
    hear(mine(gen(1), SlotState.DRAINING));
    assertThat(report().phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void a_failure_stays_a_failure_until_it_was_seen() {
    started(1);
    book.phase(SLOT, gen(1), Phase.FAILED, "boom", true);
    hear(mine(gen(1), SlotState.RUNNING));
    assertThat(report().phase()).isEqualTo(Phase.FAILED);
    assertThat(report().detail()).isEqualTo("boom");
    hear(nobodys(gen(1), SlotState.QUARANTINED));
    assertThat(book.reports()).isEmpty();
  }

  @Test
  void a_higher_generation_drops_the_ended_one_and_starts() {
    started(1);
    ends(1, Phase.DONE);
    started(2);
    assertThat(report().gen()).isEqualTo(gen(2));
  }

  @Test
  void absence_is_never_a_command() {
    started(1);
    assertThat(hear(absent())).isEmpty();
    assertThat(hear()).isEmpty();
    assertThat(book.living()).isTrue();
  }

  @Test
  void an_absent_slot_forgets_an_ended_generation_only_in_an_adopted_redis() {
    started(1);
    ends(1, Phase.DONE);
    book.hear(new Heard(EPOCH, false, "other", List.of(absent())), true);
    assertThat(book.reports()).hasSize(1);
    hear(absent());
    assertThat(book.reports()).isEmpty();
  }

  @Test
  void a_slot_of_somebody_else_with_a_lower_generation_changes_nothing() {
    started(5);
    assertThat(hear(new WorkerSpec(SLOT, gen(4), "RUNNING", "w2", 9, "c"))).isEmpty();
    assertThat(hear(new WorkerSpec(SLOT, gen(4), "FREE", "", 0, "c"))).isEmpty();
  }

  @Test
  void a_higher_generation_stops_mine_whoever_has_it() {
    started(5);
    var stop = new Order.Stop(SLOT, gen(5), true);
    assertThat(hear(new WorkerSpec(SLOT, gen(6), "RUNNING", "w2", 9, "c"))).containsExactly(stop);
    assertThat(hear(nobodys(gen(6), SlotState.FREE))).containsExactly(stop);
    assertThat(hear(mine(gen(6), SlotState.ASSIGNED))).containsExactly(stop);
  }

  @Test
  void draining_stops_what_lives_and_refuses_what_never_started() {
    started(1);
    assertThat(hear(mine(gen(1), SlotState.DRAINING)))
        .containsExactly(new Order.Stop(SLOT, gen(1), false));
    ends(1, Phase.DONE);
    assertThat(hear(mine(gen(2), SlotState.DRAINING))).isEmpty();
    assertThat(report().gen()).isEqualTo(gen(2));
    assertThat(report().phase()).isEqualTo(Phase.DONE);
    assertThat(hear(mine(gen(2), SlotState.ASSIGNED))).isEmpty();
  }

  @Test
  void nothing_starts_from_a_redis_that_is_not_adopted() {
    var reply = new Heard(EPOCH, false, "run", List.of(mine(gen(1), SlotState.ASSIGNED)));
    assertThat(book.hear(reply, true)).isEmpty();
    started(1);
  }

  @Test
  void nothing_starts_from_another_epoch() {
    var reply = new Heard(EPOCH + 1, true, "run", List.of(mine(gen(1), SlotState.ASSIGNED)));
    assertThat(book.hear(reply, true)).isEmpty();
    assertThat(book.reports()).isEmpty();
  }

  @Test
  void a_worker_that_leaves_refuses_what_it_is_given() {
    var reply = new Heard(EPOCH, true, "run", List.of(mine(gen(1), SlotState.ASSIGNED)));
    assertThat(book.hear(reply, false)).isEmpty();
    assertThat(report().phase()).isEqualTo(Phase.DONE);
    assertThat(hear(mine(gen(1), SlotState.ASSIGNED))).isEmpty();
  }

  @Test
  void a_slot_of_another_boot_or_worker_is_not_mine() {
    assertThat(hear(new WorkerSpec(SLOT, gen(1), "ASSIGNED", "w1", BOOT - 1, "c"))).isEmpty();
    assertThat(hear(new WorkerSpec(SLOT, gen(1), "ASSIGNED", "w2", BOOT, "c"))).isEmpty();
    assertThat(book.reports()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "STUCK"})
  void a_slot_that_is_said_to_run_here_but_was_never_taken_is_not_started(SlotState state) {
    assertThat(hear(mine(gen(1), state))).isEmpty();
  }

  @Test
  void a_word_about_a_generation_that_the_book_does_not_have_names_all_of_it() {
    started(1);
    assertThatThrownBy(() -> book.phase(SLOT, gen(2), Phase.DONE, "", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("w1", "77", SLOT, "3.2", "DONE");
    ends(1, Phase.DONE);
    assertThatThrownBy(() -> book.phase(SLOT, gen(1), Phase.RUNNING, "", false))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_revision_rises_exactly_when_the_report_changes() {
    var before = book.revision();
    hear(absent());
    assertThat(book.revision()).isEqualTo(before);
    started(1);
    assertThat(book.revision()).isGreaterThan(before);
    before = book.revision();
    hear(mine(gen(1), SlotState.ASSIGNED));
    assertThat(book.revision()).isEqualTo(before);
    ends(1, Phase.DONE);
    hear(nobodys(gen(1), SlotState.FREE));
    assertThat(book.revision()).isGreaterThan(before + 1);
    assertThat(book.isEmpty()).isTrue();
  }
}
