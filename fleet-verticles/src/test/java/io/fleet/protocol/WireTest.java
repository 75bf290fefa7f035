package io.fleet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireTest {
  private static final Report REPORT =
      new Report(
          1,
          "w1",
          "höst",
          42,
          8,
          Map.of("zone", "x"),
          List.of("A"),
          List.of(new SlotReport("a/0", (1L << 53) - 1, Phase.FAILED, "c", "\"\n🦊", true, 3)),
          true,
          Map.of("a", new AutomationStats(1, 2, 3, 4, 5, 6, -1)),
          9,
          List.of(new Code("a", "x.A", "1.0"), new Code("", "B", "")),
          null,
          new LedgerReport(Map.of("process", new Balance(5, 3, 1)), 0),
          null);

  @Test
  void a_report_comes_back_as_it_was() {
    assertThat(Wire.read(Wire.write(REPORT), Report.class)).isEqualTo(REPORT);
    assertThat(Wire.write(REPORT)).doesNotContain("\n");
  }

  @Test
  void a_report_in_two_texts_comes_back_as_it_was() {
    var steady = Wire.writing(Report.class, "stats", "rssBytes", "ledger").apply(REPORT);
    assertThat(steady).doesNotContain("\"stats\"", "\"rssBytes\"", "\"ledger\"").contains("slots");
    var others = new ArrayList<String>();
    for (var component : Report.class.getRecordComponents()) {
      others.add(component.getName());
    }
    others.removeAll(List.of("stats", "rssBytes", "ledger"));
    var live = Wire.writing(Report.class, others.toArray(String[]::new)).apply(REPORT);
    assertThat(live).doesNotContain("slots");
    assertThat(Wire.read(steady, live, Report.class)).isEqualTo(REPORT);
    assertThat(Wire.read(Wire.write(REPORT), " { } ", Report.class)).isEqualTo(REPORT);
    assertThat(Wire.read("{}", Wire.write(REPORT), Report.class)).isEqualTo(REPORT);
    assertThatThrownBy(() -> Wire.read("[]", "{}", Report.class)).hasMessageContaining("Report");
  }

  @Test
  void a_field_of_a_later_version_is_passed_over() {
    var later = Wire.write(REPORT).replaceFirst("\\{", "{\"later\":{\"x\":[1]},");
    assertThat(Wire.read(later, Report.class)).isEqualTo(REPORT);
  }

  @Test
  void a_report_of_a_worker_that_cannot_tell_its_code_is_read() {
    var older = Wire.write(REPORT).replaceFirst(",?\"code\":\\[[^]]*]", "");
    assertThat(older).doesNotContain("\"code\"");
    assertThat(Wire.read(older, Report.class).code()).isNull();
  }

  @Test
  void a_master_leads_workers_of_its_own_version_and_of_the_one_before() {
    assertThat(Report.speaks(Report.VERSION)).isTrue();
    assertThat(Report.speaks(Report.VERSION - 1)).isTrue();
    assertThat(Report.speaks(Report.VERSION + 1)).isFalse();
    assertThat(Report.speaks(Report.VERSION - 2)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "7", "{\"version\":\"x\"}", "{\"slots\":[{\"phase\":\"X\"}]}"})
  void what_is_no_report_is_named_as_such(String text) {
    assertThatThrownBy(() -> Wire.read(text, Report.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Report");
  }

  @Test
  void a_beat_comes_back_as_it_was() {
    var beat = new Beat((1L << 51) - 1, 2, 3, 4);
    assertThat(Beat.parse(beat.toString())).isEqualTo(beat);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2 3", "1 2 3 4 5", "a b c d", "1  2 3"})
  void what_is_no_beat_is_refused(String text) {
    assertThatThrownBy(() -> Beat.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_record_without_fields_is_a_slot_that_never_was() {
    var slot = SlotId.of("a/0");
    assertThat(SlotSpec.read(slot, Map.of())).isEqualTo(SlotSpec.none(slot));
    assertThat(SlotSpec.none(slot).recorded()).isFalse();
  }

  @Test
  void a_move_that_the_table_does_not_have_cannot_be_made() {
    var slot = SlotId.of("a/0");
    var paused =
        new SlotSpec(
            slot, Generation.of(1, 2), SlotState.PAUSED, "", 0, "", 1, Reason.DRAIN, 0, 0, 0, "");
    assertThatThrownBy(
            () -> Transition.of(paused, paused.moved(SlotState.DRAINING, Reason.DRAIN, 0, 0)))
        .hasMessageContainingAll("a/0", "1.2", "PAUSED", "DRAINING");
    assertThatThrownBy(() -> Transition.of(paused, SlotSpec.none(SlotId.of("a/1"))))
        .hasMessageContainingAll("a/0", "a/1");
  }

  @Test
  void a_freed_slot_has_no_owner_and_keeps_its_generation() {
    var held =
        new SlotSpec(
            SlotId.of("a/0"),
            Generation.of(1, 2),
            SlotState.RUNNING,
            "w1",
            7,
            "c",
            1,
            Reason.STARTED,
            1,
            2,
            3,
            "x");
    var freed = held.freed(SlotState.FREE, Reason.STOPPED, 9);
    assertThat(freed.worker()).isEmpty();
    assertThat(freed.boot()).isZero();
    assertThat(freed.gen()).isEqualTo(held.gen());
    assertThat(freed.failures()).isEqualTo(3);
    assertThat(freed.sinceMillis()).isEqualTo(9);
  }
}
