package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private MemoryUse memory = used(10);
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

  private static MemoryUse used(int percent) {
    return new MemoryUse(OptionalInt.of(percent), OptionalLong.of(1_000_000));
  }

  private void look(int percent) {
    memory = used(percent);
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
  void as_much_memory_is_promised_as_may_be_in_use_while_slots_are_taken() {
    look(10);
    assertThat(watch.intake().memoryBytes()).isEqualTo(850_000);
    look(90);
    assertThat(watch.intake().memoryBytes()).isEqualTo(850_000);
    memory = MemoryUse.UNKNOWN;
    watch.look();
    assertThat(watch.intake().memoryBytes()).isEqualTo(850_000);
  }

  @Test
  void an_operator_says_how_much_memory_may_be_promised() {
    var nothing = OptionalLong.empty();
    assertThat(promises("4Gi", OptionalLong.of(9))).isEqualTo(4L << 30);
    assertThat(promises("any", OptionalLong.of(9))).isNull();
    assertThat(promises("", nothing)).isNull();
    assertThatThrownBy(() -> promises("4", nothing))
        .hasMessage(
            "admission.memory is a size like 512Mi or 4Gi, or \"any\" for no limit, not \"4\".");
  }

  private static @Nullable Long promises(String memory, OptionalLong total) {
    return AdmissionSettings.of(new JsonObject().put("memory", memory)).promises(total);
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
    memory = MemoryUse.UNKNOWN;
    redis = Future.failedFuture("NOPERM");
    watch.look();
    assertThat(watch.intake().closed()).isEmpty();
    assertThat(watch.intake().memoryPercent()).isNull();
    assertThat(watch.intake().clockSkewMillis()).isNull();
  }

  @Test
  void it_looks_again_and_again_until_it_is_stopped() {
    watch.start();
    memory = used(90);
    loop.next.run();
    assertThat(watch.intake().closed()).isEqualTo("MEMORY_HIGH");
    memory = used(10);
    loop.next.run();
    assertThat(watch.intake().closed()).isEmpty();
    watch.stop();
    memory = used(90);
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
