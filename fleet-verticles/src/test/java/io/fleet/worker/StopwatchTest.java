package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StopwatchTest {
  private final Stopwatch watch = new Stopwatch();

  @BeforeEach
  void own() {
    watch.own(Thread.currentThread());
  }

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @Test
  void an_execution_past_its_limit_is_interrupted_once() {
    watch.begin(0);
    watch.check(100, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    watch.check(101, 100);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(watch.timedOut()).isTrue();
    watch.check(500, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void a_slot_stalls_when_nothing_ends_and_not_before() {
    watch.begin(0);
    assertThat(watch.stalled(100, 100)).isFalse();
    assertThat(watch.stalled(101, 100)).isTrue();
    watch.moved(101);
    assertThat(watch.stalled(200, 100)).isFalse();
    watch.end(150);
    assertThat(watch.stalled(250, 100)).isFalse();
    assertThat(watch.stalled(251, 100)).isTrue();
  }

  @Test
  void a_standstill_is_told_once_and_the_next_one_again() {
    watch.moved(0);
    assertThat(watch.stalled(101, 100)).isTrue();
    assertThat(watch.stalled(102, 100)).isFalse();
    watch.moved(150);
    assertThat(watch.stalled(250, 100)).isFalse();
    assertThat(watch.stalled(251, 100)).isTrue();
    assertThat(watch.stalled(300, 100)).isFalse();
  }

  @Test
  void a_rest_and_a_wait_for_a_record_are_no_standstill() {
    watch.rests(true, 0);
    assertThat(watch.stalled(1_000, 100)).isFalse();
    watch.rests(false, 1_000);
    watch.begin(1_000);
    watch.waits(true, 1_010);
    assertThat(watch.stalled(5_000, 100)).isFalse();
    watch.waits(false, 5_000);
    assertThat(watch.stalled(5_101, 100)).isTrue();
  }

  @Test
  void an_execution_that_has_ended_interrupts_nobody() {
    watch.begin(0);
    watch.end(50);
    watch.check(1_000, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void a_late_interrupt_does_not_reach_the_next_execution() {
    watch.begin(0);
    watch.check(101, 100);
    watch.end(102);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    watch.begin(103);
    assertThat(watch.timedOut()).isFalse();
    watch.check(150, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void an_interrupt_for_another_purpose_outlives_the_end_of_an_execution() {
    watch.begin(0);
    watch.interrupt();
    watch.end(10);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void waiting_counts_neither_as_busy_nor_against_the_limit() {
    watch.begin(0);
    watch.waits(true, 10);
    watch.check(1_000, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    watch.waits(false, 1_000);
    watch.check(1_050, 100);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(watch.end(1_060)).isEqualTo(70);
  }
}
