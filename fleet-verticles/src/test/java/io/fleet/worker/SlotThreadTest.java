package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.automation.AutomationType;
import io.fleet.config.AutomationSpec;
import io.fleet.config.Restart;
import io.fleet.metrics.Meters;
import io.fleet.resource.Resources;
import io.fleet.slot.Fence;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlotThreadTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final Lease lease = new Lease(clock::get);
  private final List<Phase> phases = new ArrayList<>();

  @BeforeEach
  void clear() {
    Samples.LOG.clear();
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void no_user_code_begins_once_the_lease_has_run_out() {
    lease.renewed(0, 1_000);
    clock.set(2_000);
    thread().run();
    assertThat(Samples.log()).isEmpty();
    assertThat(phases).containsExactly(Phase.DONE);
  }

  @Test
  void no_user_code_begins_in_a_slot_that_was_told_to_stop_first() {
    lease.renewed(0, 1_000);
    var thread = thread();
    thread.stop();
    thread.run();
    assertThat(Samples.log()).isEmpty();
    assertThat(phases).containsExactly(Phase.DONE);
  }

  /** Whatever it needs to begin is missing, so that a beginning shows. */
  private SlotThread thread() {
    var slot = new SlotId("ticker", 0);
    var spec =
        new AutomationSpec(
            "ticker",
            "Ticker",
            "1",
            1,
            false,
            "{}",
            Restart.DEFAULT,
            "10%",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Map.of());
    var type = AutomationType.of(Samples.Ticker.class);
    var tenancy =
        new Tenancy(
            slot,
            new Fence("ticker/0", 1, "w1", 1),
            spec,
            type,
            new Samples.Pace(Duration.ZERO, false));
    var around =
        new Surroundings(
            null,
            null,
            null,
            lease,
            InstantSource.system(),
            clock::get,
            new Resources("w1", Path.of("target/slot-thread-test")),
            new SlotJvms("w1", Path.of("target/slot-thread-test")));
    return new SlotThread(
        vertx,
        tenancy,
        around,
        new Tally(Meters.of(vertx), "ticker"),
        (phase, detail, permanent) -> phases.add(phase));
  }
}
