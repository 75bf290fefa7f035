package io.fleet.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.reconcile.Explanation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WhyBoardTest {
  private static final SlotId SLOT = SlotId.of("a/0");

  private final WhyBoard board = new WhyBoard();

  private static Map<SlotId, Explanation> why(Reason reason, String evidence) {
    return Map.of(SLOT, new Explanation(reason, evidence));
  }

  @Test
  void a_steady_fleet_writes_nothing() {
    assertThat(board.changes(why(Reason.NO_ROOM, "full"), Set.of(), 10))
        .isEqualTo(Map.of("a/0", "NO_ROOM 10 full"));
    assertThat(board.changes(why(Reason.NO_ROOM, "full"), Set.of(), 20)).isEmpty();
  }

  @Test
  void new_evidence_keeps_the_time_of_its_reason_and_a_new_reason_has_its_own() {
    board.changes(why(Reason.NO_ROOM, "full"), Set.of(), 10);
    assertThat(board.changes(why(Reason.NO_ROOM, "fuller"), Set.of(), 20))
        .isEqualTo(Map.of("a/0", "NO_ROOM 10 fuller"));
    assertThat(board.changes(why(Reason.PAUSED_BY, ""), Set.of(), 30))
        .isEqualTo(Map.of("a/0", "PAUSED_BY 30 "));
  }

  @Test
  void a_slot_that_needs_no_reason_any_more_loses_its_line_once() {
    board.changes(why(Reason.NO_ROOM, ""), Set.of(), 10);
    assertThat(board.changes(Map.of(), Set.of(SLOT), 20)).isEqualTo(Map.of("a/0", ""));
    assertThat(board.changes(Map.of(), Set.of(SLOT), 30)).isEmpty();
    assertThat(board.changes(why(Reason.NO_ROOM, ""), Set.of(), 40))
        .isEqualTo(Map.of("a/0", "NO_ROOM 40 "));
  }

  @Test
  void the_whole_board_is_written_anew_with_its_old_times() {
    board.changes(why(Reason.NO_ROOM, "full"), Set.of(), 10);
    assertThat(board.whole(why(Reason.NO_ROOM, "full"), 20))
        .isEqualTo(Map.of("a/0", "NO_ROOM 10 full"));
  }
}
