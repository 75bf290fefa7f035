package io.fleet.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.Failover;
import io.fleet.protocol.SlotReport;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.Phase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RosterTest {
  private static final long DEAD = Failover.BALANCED.deadAfter().toMillis();
  private static final long QUIET = 2 * Failover.BALANCED.heartbeat().toMillis() + 1;

  private static WorkerView worker(
      long silent, long certificate, boolean leaving, Phase... phases) {
    var slots = new java.util.HashMap<String, SlotReport>();
    for (var phase : phases) {
      slots.put(
          "a/" + slots.size(), new SlotReport("a/" + slots.size(), 1, phase, "", "", false, 0));
    }
    return new WorkerView(
        "w1", 5, "5 1 1 1", 1, silent, certificate, 10, Map.of(), leaving, true, slots);
  }

  private static Roster roster(WorkerView worker, String... holders) {
    return new Roster(Map.of("w1", worker), Set.of(holders), Failover.BALANCED);
  }

  @Test
  void a_worker_that_beats_is_known() {
    assertThat(roster(worker(0, 0, false)).known(List.of())).containsExactly("w1");
  }

  @Test
  void a_dead_one_is_known_for_as_long_as_it_holds_a_slot() {
    assertThat(roster(worker(DEAD, 0, false), "w1").known(List.of())).containsExactly("w1");
    assertThat(roster(worker(DEAD, 0, false)).known(List.of())).isEmpty();
    assertThat(roster(worker(0, 5, false)).known(List.of())).isEmpty();
  }

  @Test
  void who_must_stay_known_stays() {
    assertThat(roster(worker(DEAD, 0, false)).known(List.of("w0"))).containsExactly("w0");
  }

  @Test
  void only_who_said_good_bye_and_shows_nothing_is_gone() {
    assertThat(roster(worker(QUIET, 0, true, Phase.DONE)).gone()).isPresent();
    assertThat(roster(worker(QUIET, 0, true, Phase.STOPPING)).gone()).isEmpty();
    assertThat(roster(worker(QUIET, 0, true), "w1").gone()).isEmpty();
    assertThat(roster(worker(0, 0, true)).gone()).isEmpty();
    assertThat(roster(worker(QUIET, 0, false)).gone()).isEmpty();
  }

  @Test
  void who_is_not_in_the_snapshot_gets_no_room_when_it_cannot_be_written() {
    var roster = roster(worker(0, 0, false));
    assertThat(roster.withoutRoomForStrangers(List.of("w0")).get("w1").capacity()).isZero();
    assertThat(roster.withoutRoomForStrangers(List.of("w1"))).isEqualTo(roster.workers());
  }
}
