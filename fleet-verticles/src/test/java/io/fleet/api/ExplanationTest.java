package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.SlotReport;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
  @Test
  void the_leaders_own_reason_wins() {
    var json =
        explain(
            new Samples()
                .want("a", 1)
                .why("a/0", "NO_ROOM 1767610000000 40 of 40 places are taken"));
    assertThat(json.getString("reason")).isEqualTo("NO_ROOM");
    assertThat(json.getString("since")).isEqualTo("2026-01-05T10:46:40Z");
    assertThat(sentences(json))
        .last()
        .isEqualTo(
            "so: NO_ROOM, every worker that could take it is full: 40 of 40 places are taken");
  }

  @Test
  void a_slot_of_a_silent_worker_awaits_the_verdict() {
    var json =
        explain(
            new Samples()
                .want("a", 1)
                .slots(SlotState.RUNNING, "a/0")
                .worker("w-1", WorkerView.State.SUSPECT, 2_000));
    assertThat(json.getString("state")).isEqualTo("SUSPECT");
    assertThat(json.getString("reason")).isEqualTo("AWAITING_VERDICT");
  }

  @Test
  void desired_recorded_reported_and_so_are_told_in_this_order() {
    var view = new Samples().want("a", 2).slots(SlotState.RUNNING, "a/0").view();
    var said = new SlotReport("a/0", 1, Phase.RUNNING, "c", "setup took 0.9 s", false, 0);
    var json = Explanation.of(view, SlotId.of("a/0"), Optional.of(said), List.of());
    assertThat(sentences(json))
        .containsExactly(
            "desired: run, 2 slots of a (revision 42)",
            "recorded: RUNNING generation 3.1 on w-1 boot 1 since 2026-01-05T11:01:07Z: setup is"
                + " done",
            "reported: RUNNING: setup took 0.9 s",
            "so: STARTED, setup is done");
    assertThat(json.getString("generation")).isEqualTo("3.1");
    assertThat(json.getString("version")).isEqualTo("1.4.0");
  }

  @Test
  void a_slot_that_is_not_wanted_says_so() {
    var json = explain(new Samples().want("b", 1).slots(SlotState.DRAINING, "a/0"));
    assertThat(sentences(json)).first().isEqualTo("not desired: revision 42 has no automation a");
    assertThat(json.getString("reason")).isEqualTo("AWAITING_STOP");
  }

  @Test
  void a_quarantined_slot_names_the_way_out() {
    var json =
        explain(new Samples().want("a", 1).slot("a/0", SlotState.QUARANTINED, Reason.FAILED, ""));
    assertThat(json.getJsonArray("advice").encode()).contains("fleet release a/0");
  }

  @Test
  void a_code_of_a_later_version_is_shown_as_it_is() {
    var json = explain(new Samples().want("a", 1).why("a/0", "MOON_IS_FULL 1 look up"));
    assertThat(sentences(json)).last().isEqualTo("so: MOON_IS_FULL, MOON_IS_FULL: look up");
  }

  private static JsonObject explain(Samples samples) {
    return Explanation.of(samples.view(), SlotId.of("a/0"), Optional.empty(), List.of());
  }

  private static List<String> sentences(JsonObject json) {
    return json.getJsonArray("why").stream()
        .map(step -> ((JsonObject) step).getString("sentence"))
        .toList();
  }
}
