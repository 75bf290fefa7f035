package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.Restart;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Restart RESTART =
      new Restart(5, Duration.ofMinutes(10), Duration.ofSeconds(1), 2, Duration.ofSeconds(60));

  private static long wait(int failures, int n) {
    return Backoff.millis(RESTART, failures, SlotId.of("a/1"), Generation.of(1, n));
  }

  @Test
  void its_ceiling_doubles_up_to_the_longest_delay() {
    for (var n = 0; n < 500; n++) {
      assertThat(wait(1, n)).isBetween(0L, 1_000L);
      assertThat(wait(4, n)).isBetween(0L, 8_000L);
      assertThat(wait(7, n)).isBetween(0L, 60_000L);
      assertThat(wait(Integer.MAX_VALUE, n)).isBetween(0L, 60_000L);
    }
  }

  @Test
  void the_jitter_is_full_from_nothing_to_the_ceiling() {
    var waits = IntStream.range(0, 10_000).mapToLong(n -> wait(7, n)).summaryStatistics();
    assertThat(waits.getMin()).isLessThan(600);
    assertThat(waits.getMax()).isGreaterThan(59_400);
    assertThat(waits.getAverage()).isBetween(29_000.0, 31_000.0);
  }

  @Test
  void slots_that_fail_together_do_not_come_back_together() {
    assertThat(IntStream.range(0, 200).mapToLong(n -> wait(7, n)).distinct().count())
        .isGreaterThan(190);
  }

  @Test
  void the_same_generation_waits_as_long_each_time_it_is_asked() {
    assertThat(wait(3, 9)).isEqualTo(wait(3, 9));
  }
}
