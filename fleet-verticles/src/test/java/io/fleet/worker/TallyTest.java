package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.metrics.Meters;
import io.fleet.metrics.Meters.Outcome;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Vertx vertx = Vertx.vertx();

  private final Tally tally = new Tally(Meters.of(vertx), "x");

  @Test
  void before_the_first_execution_there_is_no_p95() {
    assertThat(tally.stats().p95Millis()).isEqualTo(-1);
    assertThat(tally.stats().ok()).isZero();
  }

  @Test
  void each_outcome_is_counted_by_itself() {
    var times = 0;
    for (var outcome : Outcome.values()) {
      times++;
      for (var i = 0; i < times; i++) {
        tally.ended(outcome, 1_000_000);
      }
    }
    var stats = tally.stats();
    assertThat(stats.ok()).isEqualTo(1);
    assertThat(stats.rejected()).isEqualTo(2);
    assertThat(stats.retried()).isEqualTo(3);
    assertThat(stats.failed()).isEqualTo(4);
    assertThat(stats.timeout()).isEqualTo(5);
    assertThat(stats.busyMillis()).isEqualTo(21);
  }

  @Test
  void p95_is_of_the_last_executions_alone() {
    for (var i = 0; i < 512; i++) {
      tally.ended(Outcome.OK, 9_000_000_000L);
    }
    for (var i = 1; i <= 512; i++) {
      tally.ended(Outcome.OK, i * 1_000_000L);
    }
    assertThat(tally.stats().p95Millis()).isBetween(486L, 488L);
  }

  @Test
  void an_execution_of_no_time_counts_as_well() {
    tally.ended(Outcome.OK, 0);
    assertThat(tally.stats().p95Millis()).isZero();
  }

  @AfterEach
  void close() {
    vertx.close();
  }
}
