package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HandOverTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final HandOver handOver =
      new HandOver(10, Duration.ofSeconds(8), Duration.ofSeconds(1), 0);

  @Test
  void a_leader_that_asks_for_nothing_is_not_waited_for() {
    assertThat(handOver.goesOn(10, SECOND - 1)).isTrue();
    assertThat(handOver.goesOn(10, SECOND)).isFalse();
  }

  @Test
  void each_slot_that_is_asked_for_gives_the_leader_more_time() {
    assertThat(handOver.goesOn(8, SECOND - 1)).isTrue();
    assertThat(handOver.goesOn(8, 2 * SECOND - 2)).isTrue();
    assertThat(handOver.goesOn(8, 2 * SECOND - 1)).isFalse();
  }

  @Test
  void but_never_more_than_half_of_all() {
    for (var i = 1; i < 8; i++) {
      assertThat(handOver.goesOn(10 - i, i * SECOND / 2)).isTrue();
    }
    assertThat(handOver.goesOn(2, 4 * SECOND)).isFalse();
  }

  @Test
  void when_all_were_asked_for_it_is_over() {
    assertThat(handOver.goesOn(0, 1)).isFalse();
  }
}
