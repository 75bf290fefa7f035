package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.fleet.metrics.Meters;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlotVerticleTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  @SuppressWarnings("NullAway") // it is stopped before it looks at anything
  void it_may_be_told_to_stop_before_it_is_deployed() {
    var verticle =
        new SlotVerticle(
            null, null, new Tally(Meters.of(vertx), "x"), (phase, detail, permanent) -> {});
    assertThatCode(() -> verticle.stop(Duration.ZERO)).doesNotThrowAnyException();
  }
}
