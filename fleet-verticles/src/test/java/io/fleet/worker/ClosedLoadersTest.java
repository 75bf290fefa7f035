package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClosedLoadersTest {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger collections = new AtomicInteger();
  private final ClosedLoaders closed =
      new ClosedLoaders(
          clock::get,
          () -> {
            collections.incrementAndGet();
            System.gc();
          });

  private static ClassLoader loader() {
    return new URLClassLoader(new URL[0], null);
  }

  @Test
  void one_that_is_still_referred_to_after_a_minute_is_pinned_until_it_is_let_go() {
    var held = new ClassLoader[] {loader()};
    closed.add("a", held[0]);
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos() - 1);
    assertThat(closed.pinned()).isZero();
    clock.addAndGet(1);
    assertThat(closed.pinned()).isEqualTo(1);
    assertThat(held[0]).isNotNull();
    held[0] = null;
    System.gc();
    assertThat(closed.pinned()).isZero();
  }

  @Test
  void one_that_nobody_refers_to_is_not_pinned() {
    closed.add("a", loader());
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos());
    assertThat(closed.pinned()).isZero();
  }

  @Test
  void a_thread_that_inherited_one_does_not_pin_it() throws InterruptedException {
    var over = new java.util.concurrent.CountDownLatch(1);
    var thread = Thread.ofPlatform().unstarted(() -> awaitQuietly(over));
    thread.setContextClassLoader(loader());
    closed.add("a", thread.getContextClassLoader());
    thread.start();
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos());
    assertThat(closed.pinned()).isZero();
    assertThat(thread.isAlive()).isTrue();
    over.countDown();
    thread.join();
  }

  private static void awaitQuietly(java.util.concurrent.CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void garbage_is_collected_once_for_each_that_is_late() {
    var held = loader();
    closed.add("a", held);
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos());
    closed.pinned();
    closed.pinned();
    assertThat(collections).hasValue(1);
    assertThat(held).isNotNull();
  }
}
