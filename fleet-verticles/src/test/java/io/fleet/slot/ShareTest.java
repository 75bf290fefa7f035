package io.fleet.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShareTest {
  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final String told = "-Dfleet.seed=" + seed;

  private List<String> items(int count) {
    return IntStream.range(0, count).mapToObj(i -> Long.toString(random.nextLong(), 36)).toList();
  }

  @Test
  void each_item_has_exactly_one_owner() {
    for (var round = 0; round < 50; round++) {
      var count = random.nextInt(1, 40);
      var all = items(200);
      var given = new ArrayList<String>();
      for (var slot = 0; slot < count; slot++) {
        given.addAll(Share.of(all, slot, count));
      }
      assertThat(given).as(told).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void one_slot_more_moves_items_only_to_that_slot() {
    for (var round = 0; round < 50; round++) {
      var count = random.nextInt(1, 40);
      for (var item : items(200)) {
        var after = Share.owner(item, count + 1);
        if (after != count) {
          assertThat(after).as(told + " " + item).isEqualTo(Share.owner(item, count));
        }
      }
    }
  }

  @Test
  void the_shares_are_about_equal() {
    var all = IntStream.range(0, 10_000).mapToObj(i -> "https://example.org/" + i).toList();
    for (var slot = 0; slot < 10; slot++) {
      assertThat(Share.of(all, slot, 10)).hasSizeBetween(850, 1_150);
    }
  }

  @Test
  void the_owner_is_the_same_in_every_process() {
    assertThat(IntStream.range(0, 8).map(i -> Share.owner("item-" + i, 5)))
        .containsExactly(2, 2, 0, 4, 0, 1, 0, 0);
    assertThat(Share.owner("", 1)).isZero();
  }
}
