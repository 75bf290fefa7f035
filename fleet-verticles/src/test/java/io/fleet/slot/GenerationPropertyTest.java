package io.fleet.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerationPropertyTest {
  private static final int CASES = 20_000;

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private final SplittableRandom random = new SplittableRandom(seed);

  /** Small and large numbers alike, and both ends. */
  private long upTo(long max) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> max;
      default -> random.nextLong(1L << random.nextInt(1, 34)) % (max + 1);
    };
  }

  @Test
  void epoch_and_number_come_back_as_they_went_in() {
    for (var i = 0; i < CASES; i++) {
      long epoch = upTo(Generation.MAX_EPOCH);
      long n = upTo(Generation.MAX_N);
      var generation = Generation.of(epoch, n);
      var told = "-Dfleet.seed=" + seed + " case " + i;
      assertThat(generation.epoch()).as(told).isEqualTo(epoch);
      assertThat(generation.n()).as(told).isEqualTo(n);
      assertThat(Generation.parse("" + generation.value())).as(told).isEqualTo(generation);
      assertThat(generation.toString()).as(told).isEqualTo(epoch + "." + n);
      assertThat((long) (double) generation.value()).as(told).isEqualTo(generation.value());
      assertThat(generation.value()).as(told).isLessThan(1L << 53);
    }
  }

  @Test
  void the_order_is_by_epoch_and_then_by_number() {
    for (var i = 0; i < CASES; i++) {
      var a = Generation.of(upTo(Generation.MAX_EPOCH), upTo(Generation.MAX_N));
      var b = Generation.of(upTo(Generation.MAX_EPOCH), upTo(Generation.MAX_N));
      var byParts =
          a.epoch() != b.epoch() ? Long.compare(a.epoch(), b.epoch()) : Long.compare(a.n(), b.n());
      var told = "-Dfleet.seed=" + seed + " case " + i;
      assertThat(Integer.signum(a.compareTo(b))).as(told).isEqualTo(byParts);
      assertThat(a.isAfter(b)).as(told).isEqualTo(byParts > 0);
    }
  }

  @Test
  void it_never_falls_however_often_the_leader_changes() {
    var last = Generation.NONE;
    long epoch = 0;
    for (var i = 0; i < CASES; i++) {
      epoch += 1 + random.nextInt(3);
      long n = 0;
      for (var count = random.nextInt(4); count > 0; count--) {
        n = count == 1 && random.nextInt(10) == 0 ? Generation.MAX_N : n + 1;
        var next = Generation.of(epoch, n);
        assertThat(next.isAfter(last)).as("-Dfleet.seed=" + seed + " case " + i).isTrue();
        last = next;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 53, Long.MAX_VALUE})
  void what_does_not_fit_53_bits_is_refused(long value) {
    assertThatThrownBy(() -> new Generation(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + value);
  }

  @Test
  void parts_that_would_run_into_each_other_are_refused() {
    assertThatThrownBy(() -> Generation.of(1, Generation.MAX_N + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Generation.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Generation.of(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Generation.of(Generation.MAX_EPOCH + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " 1", "1e15", "0x10", "-1", "9007199254740992", "99999999999999999999"})
  void what_is_no_generation_is_not_read_as_one(String text) {
    assertThatThrownBy(() -> Generation.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
