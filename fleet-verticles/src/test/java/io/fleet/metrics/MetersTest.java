package io.fleet.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.protocol.Balance;
import io.fleet.slot.SlotState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetersTest {
  private final Vertx vertx = Vertx.vertx();
  private final Meters meters = Meters.of(vertx);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void one_vertx_has_one_registry() {
    assertThat(Meters.of(vertx)).isSameAs(meters);
  }

  @Test
  void a_ledger_that_begins_anew_takes_the_place_of_the_old_one() {
    meters.ledger("process", () -> new Balance(3, 1, 1), () -> 0);
    meters.ledger("process", () -> new Balance(9, 4, 2), () -> 5);
    System.gc();
    assertThat(meters.scrape().lines())
        .contains(
            "fleet_ledger_total{end=\"opened\",kind=\"process\"} 9.0",
            "fleet_ledger_total{end=\"closed\",kind=\"process\"} 4.0",
            "fleet_ledger_total{end=\"reaped\",kind=\"process\"} 2.0",
            "fleet_ledger_leaked{kind=\"process\"} 5.0");
  }

  @Test
  void names_and_labels_are_those_that_the_docs_promise() {
    meters.slots("prober", SlotState.RUNNING, 3);
    meters.slots("prober", "SUSPECT", 1);
    meters.desired("prober", 4);
    meters.workers("UP", 2);
    meters.leader(true);
    meters.epoch(7);
    meters.converged(false, 1);
    meters.unexplained(0);
    meters.reconciled(Duration.ofMillis(3));
    meters.fencedWrite();
    meters.heartbeat();
    meters.executions("prober").ended(Meters.Outcome.OK, 20_000_000);
    meters.slotTime("prober", Duration.ofSeconds(2));
    meters.stream("pages", 5, 1.5, 2, 0);

    assertThat(meters.scrape().lines())
        .contains(
            "fleet_slots{automation=\"prober\",state=\"RUNNING\"} 3.0",
            "fleet_slots{automation=\"prober\",state=\"SUSPECT\"} 1.0",
            "fleet_slots_desired{automation=\"prober\"} 4.0",
            "fleet_workers{state=\"UP\"} 2.0",
            "fleet_leader 1.0",
            "fleet_epoch 7.0",
            "fleet_converged 0.0",
            "fleet_drift_slots 1.0",
            "fleet_unexplained_slots 0.0",
            "fleet_reconcile_seconds_count 1",
            "fleet_fenced_writes_total 1.0",
            "fleet_heartbeats_total 1.0",
            "fleet_executions_total{automation=\"prober\",outcome=\"ok\"} 1.0",
            "fleet_execute_seconds_count{automation=\"prober\"} 1",
            "fleet_slot_seconds_total{automation=\"prober\"} 2.0",
            "fleet_stream_lag{topic=\"pages\"} 5.0",
            "fleet_stream_oldest_seconds{topic=\"pages\"} 1.5",
            "fleet_stream_pending{topic=\"pages\"} 2.0",
            "fleet_stream_dead{topic=\"pages\"} 0.0");
  }

  @Test
  void the_jvm_is_measured_too() {
    assertThat(meters.scrape())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_gc_");
  }

  @Test
  void a_removed_automation_leaves_no_gauge_behind() {
    meters.slots("prober", SlotState.RUNNING, 3);
    meters.slots("titles", SlotState.RUNNING, 1);
    meters.forget("prober");
    assertThat(meters.scrape()).doesNotContain("prober").contains("titles");
  }

  @Test
  void a_slot_never_becomes_a_label() {
    assertThatThrownBy(() -> meters.executions("prober/17")).hasMessageContaining("prober/17");
  }

  @Test
  void one_automation_makes_less_than_a_hundred_series() {
    for (var outcome : Meters.Outcome.values()) {
      meters.executions("prober").ended(outcome, 20_000_000);
    }
    for (var state : SlotState.values()) {
      meters.slots("prober", state, 1);
    }
    meters.desired("prober", 1);
    meters.slotTime("prober", Duration.ofSeconds(1));
    var series = meters.scrape().lines().filter(line -> line.contains("prober")).toList();
    assertThat(series).hasSizeBetween(10, 100);
    assertThat(List.of("slot=", "generation", "boot"))
        .noneMatch(label -> series.stream().anyMatch(line -> line.contains(label)));
  }
}
