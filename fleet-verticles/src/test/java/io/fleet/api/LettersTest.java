package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LettersTest {
  @Test
  void a_wanted_slot_without_a_record_is_free() {
    assertThat(new Samples().want("prober", 3).view().letters()).isEqualTo("FFF");
  }

  @Test
  void only_owned_slots_of_a_silent_worker_are_suspect() {
    var view =
        new Samples()
            .want("a", 5)
            .slot("a/0", SlotState.RUNNING, Reason.STARTED, "w-1")
            .slot("a/1", SlotState.RUNNING, Reason.STARTED, "w-2")
            .slot("a/2", SlotState.DRAINING, Reason.DRAIN, "w-2")
            .slot("a/3", SlotState.QUARANTINED, Reason.RESTART_ATTEMPTS, "w-2")
            .worker("w-1", WorkerView.State.UP, 10)
            .worker("w-2", WorkerView.State.SUSPECT, 2_000)
            .view();
    assertThat(view.letters()).isEqualTo("RUUQF");
  }

  @Test
  void slots_that_are_no_longer_wanted_keep_their_numbers_while_they_have_a_record() {
    var view = new Samples().want("b", 1).slots(SlotState.DRAINING, "a/1", "b/2").view();
    assertThat(view.letters()).isEqualTo("FDFFD");
    assertThat(view.map().number(SlotId.of("b/2"))).isEqualTo(OptionalInt.of(4));
    assertThat(view.map().number(SlotId.of("b/3"))).isEmpty();
    assertThat(view.map().number(SlotId.of("c/0"))).isEmpty();
  }

  @Test
  void the_counts_of_the_letters_add_up_to_the_slots() {
    var tally = Tally.of("RRFUQ");
    assertThat(tally.of(SlotState.RUNNING)).isEqualTo(2);
    assertThat(tally.suspect()).isEqualTo(1);
    assertThat(tally.all().stream().mapToInt(e -> (Integer) e.getValue()).sum()).isEqualTo(5);
    assertThat(tally.some().fieldNames())
        .containsExactly("FREE", "RUNNING", "QUARANTINED", "SUSPECT");
  }
}
