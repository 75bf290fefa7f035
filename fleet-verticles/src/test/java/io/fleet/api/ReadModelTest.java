package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.Report;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import io.fleet.store.LeaderReader.Reported;
import io.fleet.store.SlotEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReadModelTest {
  private static final long SECOND = 1_000_000_000L;

  private final ReadModel model =
      new ReadModel("default", text -> Samples.fleet(Samples.automation("a", 2)));

  @Test
  void events_move_slots() {
    model.follow(event("a/0", "NONE", "ASSIGNED", 1));
    model.follow(event("a/0", "ASSIGNED", "RUNNING", 1));
    assertThat(view(0).letters()).isEqualTo("R");
    model.follow(event("a/0", "RUNNING", "NONE", 1));
    assertThat(view(0).letters()).isEmpty();
  }

  @Test
  void an_event_from_before_the_records_were_read_changes_nothing() {
    model.follow(event("a/0", "FREE", "RUNNING", 9));
    model.follow(event("a/0", "RUNNING", "FREE", 8));
    assertThat(view(0).letters()).isEqualTo("R");
  }

  @Test
  void loading_forgets_what_is_no_longer_there() {
    model.follow(event("a/0", "NONE", "RUNNING", 1));
    model.load(Map.of(SlotId.of("a/1"), SlotSpec.none(SlotId.of("a/1"))), List.of());
    assertThat(view(0).specs()).containsOnlyKeys(SlotId.of("a/1"));
  }

  @Test
  void a_worker_is_suspect_after_three_heartbeats_and_lost_after_t_dead() {
    model.observe(facts(0), 0);
    model.beats(Map.of("w-1", "1 1 0 0"), 0);
    assertThat(state(SECOND)).isEqualTo(WorkerView.State.UP);
    assertThat(state(2 * SECOND)).isEqualTo(WorkerView.State.SUSPECT);
    assertThat(state(6 * SECOND)).isEqualTo(WorkerView.State.LOST);
  }

  @Test
  void a_certified_boot_is_lost_at_once() {
    model.observe(facts(1), 0);
    model.beats(Map.of("w-1", "1 1 0 0"), 0);
    assertThat(state(0)).isEqualTo(WorkerView.State.LOST);
    model.beats(Map.of("w-1", "2 1 0 0"), 0);
    assertThat(state(0)).isEqualTo(WorkerView.State.UP);
  }

  @Test
  void a_silent_store_says_nothing_about_the_workers() {
    model.observe(facts(0), 0);
    model.beats(Map.of("w-1", "1 1 0 0"), 0);
    assertThat(state(model.view(0, 9 * SECOND, 9_000))).isEqualTo(WorkerView.State.UP);
  }

  @Test
  void a_master_that_has_not_begun_its_epoch_does_not_lead_yet() {
    var meta = Map.of("epoch", "1", "runId", "r", "cleanRunId", "r", "leader", "m-1/a");
    assertThat(Master.of(Optional.of("m-1/a"), meta, List.of()).state()).isEqualTo("LEADING");
    // The lease is its own already, the epoch still the one of the master before.
    var next = Master.of(Optional.of("m-2/b"), meta, List.of());
    assertThat(next.state()).isEqualTo("RECOVERING");
    assertThat(next.leader()).isEqualTo("m-2");
  }

  @Test
  void a_worker_of_a_foreign_protocol_is_incompatible_and_says_which_it_speaks() {
    assertThat(reporting(Report.VERSION - 1).state()).isEqualTo(WorkerView.State.UP);
    var stranger = reporting(Report.VERSION + 1);
    assertThat(stranger.state()).isEqualTo(WorkerView.State.INCOMPATIBLE);
    assertThat(stranger.intake().word()).contains("speaks version " + (Report.VERSION + 1));
  }

  private WorkerView reporting(int version) {
    var report =
        new Report(version, "w-1", "h", 1, 9, Map.of(), List.of(), List.of(), false, Map.of(), 0);
    model.observe(
        new Facts(
            Optional.of("m-1"),
            Map.of(),
            Map.of("spec", "x", "revision", "1"),
            Map.of(),
            Map.of("w-1", new Reported(1, 1, report)),
            Map.of()),
        0);
    model.beats(Map.of("w-1", "1 1 0 0"), 0);
    return view(0).workers().get("w-1");
  }

  @Test
  void a_desired_state_that_cannot_be_read_keeps_the_former() {
    var strict =
        new ReadModel(
            "default",
            text -> {
              if (text.equals("broken")) {
                throw new IllegalArgumentException("broken");
              }
              return Samples.fleet(Samples.automation("a", 2));
            });
    strict.observe(desired("good"), 0);
    strict.observe(desired("broken"), 0);
    assertThat(strict.view(0, 0, 0).desired().slots()).isEqualTo(2);
  }

  @Test
  void the_time_of_convergence_is_when_it_changed() {
    var first = new Samples().want("a", 1).view();
    var judged = model.judged(first, Standing.of(first));
    assertThat(judged.convergedSinceMillis()).isEqualTo(Samples.NOW);
    assertThat(judged.heldRevision()).isZero();
    var well = new Samples().want("a", 1).slots(io.fleet.slot.SlotState.RUNNING, "a/0").view();
    assertThat(model.judged(well, Standing.of(well)).heldRevision()).isEqualTo(42);
  }

  private View view(long nanos) {
    return model.view(Samples.NOW, nanos, 0);
  }

  private WorkerView.State state(long nanos) {
    return state(view(nanos));
  }

  private static WorkerView.State state(View view) {
    return view.workers().firstEntry().getValue().state();
  }

  private static Facts facts(long certificate) {
    return new Facts(
        Optional.of("m-1"),
        Map.of(),
        Map.of("spec", "x", "revision", "1"),
        Map.of(),
        Map.of(),
        Map.of("w-1", certificate));
  }

  private static Facts desired(String spec) {
    return new Facts(
        Optional.of("m-1"), Map.of(), Map.of("spec", spec), Map.of(), Map.of(), Map.of());
  }

  private static SlotEvent event(String slot, String from, String to, long gen) {
    return new SlotEvent("1-" + gen, 0, slot, from, to, gen, 1, "w-1", 1, "c", "STARTED", 0, 0, "");
  }
}
