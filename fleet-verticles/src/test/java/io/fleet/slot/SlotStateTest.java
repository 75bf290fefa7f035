package io.fleet.slot;

import static io.fleet.slot.SlotState.ASSIGNED;
import static io.fleet.slot.SlotState.BACKOFF;
import static io.fleet.slot.SlotState.DRAINING;
import static io.fleet.slot.SlotState.FREE;
import static io.fleet.slot.SlotState.PAUSED;
import static io.fleet.slot.SlotState.QUARANTINED;
import static io.fleet.slot.SlotState.RUNNING;
import static io.fleet.slot.SlotState.STUCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SlotStateTest {
  private static final Set<SlotState> OWNED = EnumSet.of(ASSIGNED, RUNNING, DRAINING, STUCK);

  @ParameterizedTest
  @CsvSource({
    "FREE,F,false",
    "ASSIGNED,A,true",
    "RUNNING,R,true",
    "DRAINING,D,true",
    "STUCK,S,true",
    "BACKOFF,B,false",
    "QUARANTINED,Q,false",
    "PAUSED,P,false"
  })
  void each_state_has_its_letter_and_knows_whether_a_worker_holds_it(
      SlotState state, char letter, boolean owned) {
    assertThat(state.letter()).isEqualTo(letter);
    assertThat(state.owned()).isEqualTo(owned);
  }

  @Test
  void no_two_states_share_a_letter() {
    assertThat(Arrays.stream(SlotState.values()).map(SlotState::letter).collect(Collectors.toSet()))
        .hasSize(SlotState.values().length);
  }

  /** The rows of the protocol: which states each of them leads from and to. */
  private static boolean rows(SlotState from, SlotState to) {
    var assign = from == FREE && to == ASSIGNED;
    var started = from == ASSIGNED && to == RUNNING;
    var hot = from == RUNNING && to == RUNNING;
    var drain = (from == ASSIGNED || from == RUNNING) && to == DRAINING;
    var ended = OWNED.contains(from) && Set.of(FREE, PAUSED, BACKOFF, QUARANTINED).contains(to);
    var stuck = OWNED.contains(from) && from != STUCK && to == STUCK;
    var adopted = to == RUNNING;
    var again = from == BACKOFF && to == FREE;
    var heldBack = (from == FREE || from == BACKOFF) && (to == QUARANTINED || to == PAUSED);
    var released = (from == QUARANTINED || from == PAUSED) && to == FREE;
    return assign || started || hot || drain || ended || stuck || adopted || again || heldBack
        || released;
  }

  @ParameterizedTest
  @EnumSource
  void a_state_leads_where_a_row_of_the_protocol_leads_and_nowhere_else(SlotState from) {
    for (var to : SlotState.values()) {
      assertThat(from.moves().contains(to)).as(from + " -> " + to).isEqualTo(rows(from, to));
    }
  }

  @Test
  void an_illegal_move_names_slot_generation_and_both_states() {
    assertThatThrownBy(() -> BACKOFF.to(DRAINING, SlotId.of("prober/17"), Generation.of(3, 117)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("prober/17", "3.117", "BACKOFF", "DRAINING");
  }

  @ParameterizedTest
  @EnumSource
  void a_legal_move_answers_where_it_leads(SlotState from) {
    for (var to : from.moves()) {
      assertThat(from.to(to, SlotId.of("prober/1"), Generation.NONE)).isEqualTo(to);
    }
  }

  @ParameterizedTest
  @EnumSource
  void only_what_may_still_run_counts_as_living(Phase phase) {
    assertThat(phase.living())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Phase.DONE, Phase.FAILED)).contains(phase));
  }

  @ParameterizedTest
  @EnumSource
  void each_reason_is_one_plain_sentence(Reason reason) {
    assertThat(reason.sentence()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
  }
}
