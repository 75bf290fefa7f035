package io.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the benches of the reconciler measure a fleet that works; no times here. */
final class TableFleetTest {
  private final TableFleet fleet = new TableFleet(1_000);

  @Test
  void from_nothing_every_slot_is_placed_and_then_nothing_is_left_to_do() {
    assertThat(fleet.plan().moves()).hasSize(1_000);
    assertThat(fleet.settle()).isZero();
    fleet.beat();
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void one_in_a_hundred_fails_and_comes_back() {
    fleet.settle();
    fleet.fail();
    fleet.beat();
    assertThat(fleet.plan().moves()).hasSize(10);
    fleet.settle();
    fleet.later();
    fleet.settle();
    assertThat(fleet.misplaced(0)).isZero();
  }

  @Test
  void another_placement_moves_what_it_must() {
    fleet.settle();
    fleet.want(0, Map.of("zone", "zone-1"), 0);
    assertThat(fleet.misplaced(0)).isEqualTo(10);
    assertThat(fleet.settle()).isEqualTo(10);
    assertThat(fleet.misplaced(0)).isZero();
  }
}
