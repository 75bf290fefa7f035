package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class DoorbellTest {
  private final Doorbell bell = new Doorbell();

  @Test
  void a_ring_before_the_wait_is_not_lost() throws InterruptedException {
    bell.ring();
    bell.await(Doorbell.longest());
  }

  @Test
  void a_ring_wakes_whoever_waits() {
    var woken = new CompletableFuture<Boolean>();
    var waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    bell.await(Doorbell.longest());
                    woken.complete(true);
                  } catch (InterruptedException e) {
                    woken.completeExceptionally(e);
                  }
                });
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    bell.ring();
    assertThat(woken).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void a_ring_counts_once_and_a_wait_ends_by_itself() throws InterruptedException {
    bell.ring();
    bell.ring();
    bell.await(0);
    var before = System.nanoTime();
    bell.await(TimeUnit.MILLISECONDS.toNanos(30));
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void an_interrupt_ends_the_wait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bell.await(Doorbell.longest()))
        .isInstanceOf(InterruptedException.class);
  }
}
