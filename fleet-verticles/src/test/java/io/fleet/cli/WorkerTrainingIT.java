package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class WorkerTrainingIT {
  @Test
  void a_worker_and_its_slot_live_a_short_life_without_a_redis() {
    assertThatCode(WorkerTraining::run).doesNotThrowAnyException();
  }
}
