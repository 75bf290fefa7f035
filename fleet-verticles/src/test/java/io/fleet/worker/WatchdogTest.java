package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
  private final AtomicLong clock = new AtomicLong();
  private final Lease lease = new Lease(clock::get);
  private final Scene scene = new Scene();
  private final Watchdog watchdog =
      new Watchdog(new Watch(lease, scene, clock::get, Optional.empty()));

  @AfterEach
  void stop() {
    watchdog.stop();
  }

  @Test
  void a_lapsed_lease_fences_once() {
    lapse();
    watchdog.start();
    await().until(() -> scene.fences.get() == 1);
    scene.living = false;
    await().during(Duration.ofMillis(200)).until(() -> scene.fences.get() == 1);
  }

  @Test
  void a_worker_that_is_fencing_goes_on_telling_its_shell_that_it_is_not_frozen() {
    lapse();
    watchdog.start();
    await().until(() -> scene.fences.get() == 1);
    var ticks = scene.ticks.get();
    await().until(() -> scene.ticks.get() > ticks + 3);
    assertThat(scene.living).isTrue();
  }

  private void lapse() {
    lease.renewed(0, 1_000);
    clock.set(2_000);
  }

  private static final class Scene implements Watch.Watched {
    private final AtomicInteger fences = new AtomicInteger();
    private final AtomicInteger ticks = new AtomicInteger();
    private volatile boolean living = true;

    @Override
    public void fence() {
      fences.incrementAndGet();
    }

    @Override
    public void tick(long now) {
      ticks.incrementAndGet();
    }

    @Override
    public boolean living() {
      return living;
    }

    @Override
    public Duration period() {
      return Duration.ofMillis(10);
    }

    @Override
    public Duration grace() {
      return Duration.ofSeconds(20);
    }
  }
}
