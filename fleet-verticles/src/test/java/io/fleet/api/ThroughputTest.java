package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThroughputTest {
  private static final long SECOND = 1_000_000_000L;

  private final Throughput throughput = new Throughput();

  @Test
  void rates_are_differences_over_the_window() {
    see(1, 100, 0, 0);
    see(1, 130, 10, 2);
    assertThat(rates().perSecond()).isCloseTo(20, within(0.01));
    assertThat(rates().errorRate()).isCloseTo(0.25, within(0.01));
    assertThat(rates().p95Millis()).isEqualTo(7);
  }

  @Test
  void what_a_worker_did_before_it_was_first_seen_does_not_count() {
    throughput.observe(Map.of(), 0);
    see(1, 1_000, 0, 1);
    assertThat(throughput.rates().getOrDefault("prober", Rates.NONE).perSecond()).isZero();
  }

  @Test
  void a_later_boot_starts_at_zero() {
    see(1, 100, 0, 0);
    see(2, 40, 0, 2);
    assertThat(rates().perSecond()).isCloseTo(20, within(0.01));
  }

  @Test
  void what_is_older_than_ten_seconds_is_forgotten() {
    see(1, 0, 0, 0);
    for (var second = 1; second <= 30; second++) {
      see(1, second <= 15 ? 100 * second : 1_500, 0, second);
    }
    assertThat(rates().perSecond()).isZero();
  }

  private Rates rates() {
    return throughput.rates().getOrDefault("prober", Rates.NONE);
  }

  private void see(long boot, long ok, long failed, long second) {
    throughput.observe(
        Map.of(
            "w-1",
            Samples.reported(
                "w-1", boot, second, Map.of("prober", Samples.stats(ok, failed, 0, 7)))),
        second * SECOND);
  }
}
