package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class HostWatchTest {
  /** A loop on which everything is over at once, and one task waits for its time. */
  private static final class ByHand implements Loop {
    long nanos;
    long millis = 1_000_000;
    Runnable next = () -> {};

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public double random() {
      return 0;
    }

    @Override
    public long after(Duration delay, Runnable task) {
      next = task;
      return 1;
    }

    @Override
    public void cancel(long task) {
      next = () -> {};
    }

    @Override
    public void run(Runnable task) {
      task.run();
    }

    @Override
    public <T> Future<T> blocking(Callable<T> work) {
      try {
        return Future.succeededFuture(work.call());
      } catch (Exception e) {
        return Future.failedFuture(e);
      }
    }
  }

  private final ByHand loop = new ByHand();
  private OptionalInt memory = OptionalInt.of(10);
  private Future<Long> redis = Future.succeededFuture(1_000_000L);
  private int told;
  private final HostWatch watch =
      new HostWatch(
          loop,
          AdmissionSettings.of(new JsonObject()),
          () -> memory,
          () -> {
            loop.nanos += Duration.ofMillis(200).toNanos();
            return redis;
          },
          () -> told++);

  private void look(int percent) {
    memory = OptionalInt.of(percent);
    watch.look();
  }

  @Test
  void short_memory_closes_the_worker_until_there_is_clearly_room() {
    look(84);
    assertThat(watch.intake().closed()).isEmpty();
    look(85);
    assertThat(watch.intake().closed()).isEqualTo("MEMORY_HIGH");
    assertThat(watch.intake().word())
        .isEqualTo("85 % of the memory is in use, new slots again below 75 %");
    look(75);
    assertThat(watch.intake().closed()).isEqualTo("MEMORY_HIGH");
    look(74);
    assertThat(watch.intake().closed()).isEmpty();
    assertThat(watch.intake().word()).isEmpty();
  }

  @Test
  void a_report_is_worth_a_change_alone() {
    look(50);
    var before = told;
    look(52);
    look(48);
    assertThat(told).isEqualTo(before);
    look(56);
    assertThat(told).isEqualTo(before + 1);
  }

  @Test
  void a_clock_that_is_off_is_shown_and_one_that_is_far_off_closes_the_worker() {
    loop.millis = 1_005_000; // half of the way there and back is 100 ms, and so is the error
    watch.look();
    assertThat(watch.intake().clockSkewMillis()).isEqualTo(5_100);
    assertThat(watch.intake().word()).as("5.1 s, give or take 0.1 s").isEmpty();
    loop.millis = 1_005_300;
    watch.look();
    assertThat(watch.intake().word()).isEqualTo("its clock is 5.4 s ahead of Redis");
    assertThat(watch.intake().closed()).isEmpty();
    loop.millis = 1_000_000 - 61_000;
    watch.look();
    assertThat(watch.intake().closed()).isEqualTo("CLOCK_SKEWED");
    assertThat(watch.intake().word()).isEqualTo("its clock is 60.9 s behind Redis");
    loop.millis = 1_000_000;
    watch.look();
    assertThat(watch.intake().closed()).isEmpty();
  }

  @Test
  void what_cannot_be_measured_holds_nothing_back() {
    memory = OptionalInt.empty();
    redis = Future.failedFuture("NOPERM");
    watch.look();
    assertThat(watch.intake().closed()).isEmpty();
    assertThat(watch.intake().memoryPercent()).isNull();
    assertThat(watch.intake().clockSkewMillis()).isNull();
  }

  @Test
  void it_looks_again_and_again_until_it_is_stopped() {
    watch.start();
    memory = OptionalInt.of(90);
    loop.next.run();
    assertThat(watch.intake().closed()).isEqualTo("MEMORY_HIGH");
    memory = OptionalInt.of(10);
    loop.next.run();
    assertThat(watch.intake().closed()).isEmpty();
    watch.stop();
    memory = OptionalInt.of(90);
    loop.next.run();
    assertThat(watch.intake().closed()).isEmpty();
  }

  @Test
  void settings_that_contradict_each_other_are_refused_with_both_names() {
    assertThatThrownBy(
            () -> AdmissionSettings.of(new JsonObject().put("stopAt", 70).put("resumeAt", 75)))
        .hasMessageContaining("admission.resumeAt (75)")
        .hasMessageContaining("admission.stopAt (70)");
    assertThatThrownBy(() -> AdmissionSettings.of(new JsonObject().put("clockStop", 3)))
        .hasMessageContaining("admission.clockStop (3 s)");
    assertThatThrownBy(() -> AdmissionSettings.of(new JsonObject().put("startsPerSecond", 0)))
        .hasMessageContaining("startsPerSecond");
    assertThat(AdmissionSettings.of(new JsonObject().put("stopAt", 0)).stopAt()).isZero();
  }
}
