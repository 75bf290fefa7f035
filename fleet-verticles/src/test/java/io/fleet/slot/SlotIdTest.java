package io.fleet.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlotIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "a/",
        "/1",
        "A/1",
        "a/-1",
        "a/+1",
        "a/ 1",
        "a/1 ",
        " a/1",
        "a/1\n",
        "a\n/1",
        "a/1/2",
        "a//1",
        "a/1.0",
        "a/1e3",
        "a/0x1",
        "a/100000",
        "a/999999999999",
        "1a/1",
        "-a/1",
        "a_b/1",
        "a{b}/1",
        "ä/1",
        "a/١",
        "a/\u0000",
        "a\u0000/1",
        "../1",
        "a/1;DROP",
        "a2345678901234567890123456789012345678901/1"
      })
  void a_text_that_is_no_slot_is_not_taken_for_one(String text) {
    assertThat(SlotId.parse(text)).isEmpty();
    assertThatThrownBy(() -> SlotId.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/0", "prober/17", "a-1/99999", "a234567890123456789012345678901234567890/1"})
  void a_slot_is_read_as_it_is_written(String text) {
    assertThat(SlotId.of(text)).hasToString(text);
  }

  @Test
  void slots_order_by_automation_and_then_by_number() {
    assertThat(
            List.of(SlotId.of("b/0"), SlotId.of("a/10"), SlotId.of("a/9")).stream()
                .sorted()
                .toList())
        .containsExactly(SlotId.of("a/9"), SlotId.of("a/10"), SlotId.of("b/0"));
  }

  @Test
  void an_index_out_of_range_names_the_automation() {
    assertThatThrownBy(() -> new SlotId("prober", 100_000)).hasMessageContaining("prober");
    assertThatThrownBy(() -> new SlotId("prober", -1)).hasMessageContaining("prober");
  }

  @Test
  void no_text_at_all_makes_the_parser_throw() {
    var seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
    var random = new SplittableRandom(seed);
    var letters = "ab-/019 \n{}:é١";
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (var n = random.nextInt(9); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      var told = "-Dfleet.seed=" + seed + " " + text;
      SlotId.parse(text.toString())
          .ifPresent(slot -> assertThat(SlotId.of(slot.toString())).as(told).isEqualTo(slot));
    }
  }
}
