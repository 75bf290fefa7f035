package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

final class FramesTest {
  private final Frames frames = new Frames("abc");

  @Test
  void only_what_changed_is_said() {
    frames.next(three("prober/0"), 0);
    var message = frames.next(three("prober/0", "prober/2"), 250).orElseThrow();
    assertThat(message.getJsonArray("d")).isEqualTo(new JsonArray().add(2).add("R"));
    assertThat(message.getLong("seq")).isEqualTo(2);
  }

  @Test
  void silence_lasts_at_most_a_second() {
    frames.next(three(), 0);
    assertThat(frames.next(three(), 250)).isEmpty();
    assertThat(frames.next(three(), 999)).isEmpty();
    assertThat(frames.next(three(), 1_000).orElseThrow().getJsonArray("d")).isEmpty();
  }

  @Test
  void a_changed_map_is_a_new_epoch_and_seq_goes_on() {
    var first = frames.next(three(), 0).orElseThrow();
    var second = frames.next(new Samples().want("prober", 4).view(), 10).orElseThrow();
    assertThat(second.getString("epoch")).isNotEqualTo(first.getString("epoch"));
    assertThat(second.getLong("seq")).isEqualTo(first.getLong("seq") + 1);
    assertThat(second.getJsonArray("d")).isEmpty();
  }

  @Test
  void a_reader_that_applies_every_message_agrees_with_the_snapshot() {
    frames.next(three(), 0);
    var copy = new StringBuilder(frames.snapshot().getString("packed"));
    apply(copy, frames.next(three("prober/1"), 250).orElseThrow());
    apply(copy, frames.next(three("prober/0", "prober/2"), 500).orElseThrow());
    assertThat(copy.toString()).isEqualTo(frames.snapshot().getString("packed")).isEqualTo("RFR");
    assertThat(frames.snapshot().getLong("seq")).isEqualTo(3);
  }

  @Test
  void the_snapshot_of_one_automation_keeps_its_numbers() {
    frames.next(new Samples().want("a", 2).want("b", 3).slots(SlotState.RUNNING, "b/1").view(), 0);
    var snapshot = frames.snapshot("b").orElseThrow();
    assertThat(snapshot.getString("packed")).isEqualTo("FRF");
    assertThat(snapshot.getJsonArray("map").getJsonObject(0).getInteger("from")).isEqualTo(2);
    assertThat(frames.snapshot("c")).isEmpty();
  }

  private static void apply(StringBuilder copy, JsonObject message) {
    var d = message.getJsonArray("d");
    for (var i = 0; i < d.size(); i += 2) {
      copy.setCharAt(d.getInteger(i), d.getString(i + 1).charAt(0));
    }
  }

  private static View three(String... running) {
    return new Samples().want("prober", 3).slots(SlotState.RUNNING, running).view();
  }
}
