package io.fleet.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Intent;
import io.fleet.protocol.Intent.Kind;
import io.fleet.protocol.SlotSpec;
import io.fleet.reconcile.Records;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What orders do to the intents, and which are refused. */
final class SteeringTest {
  private static final FleetSpec FLEET =
      FleetFile.parse(
              "fleet.yaml",
              """
              apiVersion: fleet/v1
              kind: Fleet
              metadata: { name: test }
              automations:
                titles: { version: "1", slots: 3 }
                resting: { version: "1", slots: 1, paused: true }
              """)
          .spec()
          .orElseThrow();

  private final Map<SlotId, SlotSpec> slots = new HashMap<>();
  private long nextGen = 100;

  private List<Intent> after(List<Intent> intents, String op, String target) {
    return steering(op, target).on(world(intents)).intents();
  }

  private static Steering steering(String op, String target) {
    return new Steering(op, target, "anna", "why not", -1);
  }

  private World world(List<Intent> intents) {
    return new World(FLEET, records(), Set.of("w1", "w2"), intents, nextGen, false, 5);
  }

  private Records records() {
    return new Records() {
      @Override
      public Optional<SlotSpec> record(SlotId slot) {
        return Optional.ofNullable(slots.get(slot));
      }

      @Override
      public List<SlotId> heldBy(String worker) {
        return slots.values().stream()
            .filter(spec -> spec.worker().equals(worker))
            .map(SlotSpec::slot)
            .toList();
      }
    };
  }

  private void has(String slot, SlotState state, long gen) {
    var worker = state.owned() ? "w1" : "";
    slots.put(
        SlotId.of(slot),
        new SlotSpec(
            SlotId.of(slot),
            new Generation(gen),
            state,
            worker,
            0,
            "",
            1,
            Reason.STARTED,
            0,
            0,
            0,
            ""));
  }

  @Test
  void each_order_is_taken_back_by_its_opposite() {
    var pairs =
        Map.of(
            "pause titles", "resume titles",
            "cordon w1", "uncordon w1",
            "drain w1", "undrain w1");
    pairs.forEach(
        (forth, back) -> {
          var there = after(List.of(), forth.split(" ")[0], forth.split(" ")[1]);
          assertThat(there).hasSize(1);
          assertThat(there.getFirst().by()).isEqualTo("by anna: why not");
          assertThat(after(there, back.split(" ")[0], back.split(" ")[1])).isEmpty();
        });
  }

  @Test
  void the_same_order_twice_changes_nothing() {
    for (var op : List.of("pause", "quarantine", "restart", "release")) {
      var once = after(List.of(), op, "titles");
      assertThat(after(once, op, "titles")).isEqualTo(once);
    }
  }

  @Test
  void a_later_restart_is_another_one() {
    has("titles/0", SlotState.RUNNING, 50);
    var once = after(List.of(), "restart", "titles/0");
    nextGen = 200;
    assertThat(after(once, "restart", "titles/0")).extracting(Intent::number).containsExactly(200L);
  }

  @Test
  void a_restart_that_concerns_no_slot_any_more_is_forgotten_with_the_next_order() {
    has("titles/0", SlotState.RUNNING, 50);
    var once = after(List.of(), "restart", "titles/0");
    assertThat(after(once, "cordon", "w1")).hasSize(2);
    has("titles/0", SlotState.RUNNING, 101);
    assertThat(after(once, "cordon", "w1")).extracting(Intent::kind).containsExactly(Kind.CORDON);
  }

  @Test
  void a_release_of_an_automation_lifts_the_quarantine_of_its_slots() {
    var held = after(after(List.of(), "quarantine", "titles"), "quarantine", "titles/1");
    assertThat(after(held, "release", "titles"))
        .extracting(Intent::name)
        .containsExactly("release titles");
  }

  @Test
  void orders_say_how_many_slots_they_concern() {
    has("titles/0", SlotState.RUNNING, 50);
    assertThat(steering("pause", "titles").on(world(List.of())).slots()).isEqualTo(3);
    assertThat(steering("restart", "titles/2").on(world(List.of())).slots()).isEqualTo(1);
    assertThat(steering("drain", "w1").on(world(List.of())).slots()).isEqualTo(1);
  }

  @Test
  void what_is_not_there_is_refused_with_the_name_that_was_meant() {
    refused(404, "No automation \"tittles\". Did you mean \"titles\"?", "pause", "tittles");
    refused(404, "No worker \"x\". There are: w1, w2.", "cordon", "x");
    refused(404, "No slot titles/9. titles has slots 0 to 2.", "restart", "titles/9");
    refused(400, "\"titles/x\" is not a slot.", "quarantine", "titles/x");
    refused(409, "resting is paused in fleet.yaml.", "resume", "resting");
  }

  @Test
  void what_a_greater_order_holds_is_not_lifted_by_a_smaller_one() {
    var all = after(List.of(), "quarantine", "titles");
    assertThatThrownBy(() -> after(all, "release", "titles/1"))
        .hasMessageContaining("fleet release titles");
    var drained = after(List.of(), "drain", "w1");
    assertThatThrownBy(() -> after(drained, "uncordon", "w1"))
        .hasMessageContaining("fleet undrain w1");
  }

  private void refused(int status, String sentence, String op, String target) {
    assertThatThrownBy(() -> after(List.of(), op, target))
        .isInstanceOfSatisfying(OrderRefused.class, e -> assertThat(e.status()).isEqualTo(status))
        .hasMessageStartingWith(sentence);
  }
}
