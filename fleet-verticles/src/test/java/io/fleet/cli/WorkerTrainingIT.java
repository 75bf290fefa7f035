package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

final class WorkerTrainingIT {
  @Test
  void a_slot_is_rehearsed_without_a_redis() {
    var vertx = Vertx.vertx();
    var link = RedisLink.open(vertx, RedisSettings.of("redis://127.0.0.1:1"));
    try {
      assertThatCode(() -> WorkerTraining.rehearse(vertx, link)).doesNotThrowAnyException();
    } finally {
      link.close();
      vertx.close();
    }
  }
}
