package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.loop.Loop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** When it tries again; the clock and the chance are the test's. */
final class PackageFetchTest {
  private static final String HASH = "c".repeat(64);

  private final Still loop = new Still();
  private final List<String> asked = new ArrayList<>();
  private final List<Runnable> work = new ArrayList<>();
  private int cuts;
  private int arrivals;
  private boolean there;
  private final PackageFetch fetch =
      new PackageFetch(
          loop,
          hash -> {
            asked.add(hash);
            if (!there) {
              throw new PackageUnavailable("http://m1: status 404");
            }
          },
          job -> {
            work.add(job);
            return () -> cuts++;
          },
          () -> arrivals++);

  private void look() {
    fetch.want(Set.of(HASH));
    work.forEach(Runnable::run);
    work.clear();
  }

  @Test
  void it_is_asked_for_ever_more_seldom_and_what_came_is_told() {
    look();
    look();
    assertThat(asked).hasSize(1);
    assertThat(fetch.complaints()).containsExactly("cccccccccccc: http://m1: status 404");
    for (var failures = 1; failures < 8; failures++) {
      loop.nanos += Duration.ofSeconds(Math.min(60, 1L << (failures - 1))).toNanos() - 1;
      look();
      assertThat(asked).hasSize(failures);
      loop.nanos += 1;
      look();
      assertThat(asked).hasSize(failures + 1);
    }
    assertThat(arrivals).isZero();
  }

  @Test
  void once_it_is_there_nothing_is_asked_and_nothing_said() {
    look();
    there = true;
    loop.nanos += Duration.ofSeconds(1).toNanos();
    look();
    assertThat(arrivals).isEqualTo(1);
    fetch.want(Set.of());
    assertThat(fetch.complaints()).isEmpty();
  }

  @Test
  void one_download_at_a_time_and_one_that_hangs_is_cut() {
    fetch.want(Set.of(HASH));
    fetch.want(Set.of(HASH));
    assertThat(work).hasSize(1);
    loop.nanos += Duration.ofMinutes(6).toNanos();
    fetch.want(Set.of(HASH));
    assertThat(work).hasSize(1);
    assertThat(cuts).isEqualTo(1);
  }

  /** Chance is always 1, and everything runs at once. */
  private static final class Still implements Loop {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return 0;
    }

    @Override
    public double random() {
      return 1;
    }

    @Override
    public long after(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(long task) {}

    @Override
    public void run(Runnable task) {
      task.run();
    }

    @Override
    public <T> Future<T> blocking(Callable<T> job) {
      throw new UnsupportedOperationException();
    }
  }
}
