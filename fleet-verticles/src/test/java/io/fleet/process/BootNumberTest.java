package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootNumberTest {
  private static final long NOW = 1_790_000_000;

  private final Path dir;
  private final SplittableRandom random = new SplittableRandom(7);

  BootNumberTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void numbers_strictly_rise_within_one_second() {
    long last = 0;
    for (int i = 0; i < 50; i++) {
      long next = BootNumber.next(dir, NOW, 0, random);
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void a_clock_that_was_set_back_does_not_lower_them() {
    long first = BootNumber.next(dir, NOW, 0, random);
    assertThat(BootNumber.next(dir, NOW - 1_000_000, 0, random)).isGreaterThan(first);
  }

  @Test
  void a_lost_file_and_a_clock_set_back_are_covered_by_the_floor() throws IOException {
    long first = BootNumber.next(dir, NOW, 0, random);
    Files.delete(dir.resolve("boot"));
    assertThat(BootNumber.next(dir, NOW - 1_000_000, first, random)).isGreaterThan(first);
  }

  @Test
  void two_that_know_nothing_of_each_other_do_not_get_the_same_number() throws IOException {
    long first = BootNumber.next(dir, NOW, 0, random);
    Files.delete(dir.resolve("boot"));
    long second = BootNumber.next(dir, NOW, 0, random);
    assertThat(second).isNotEqualTo(first);
    assertThat(second >> BootNumber.RANDOM_BITS).isEqualTo(first >> BootNumber.RANDOM_BITS);
  }

  @Test
  void a_number_is_the_counter_above_twenty_random_bits_and_fits_51_bits() {
    long boot = BootNumber.next(dir, NOW, (NOW + 5) << 20 | 3, random);
    assertThat(boot >> 20).isEqualTo(NOW + 6);
    assertThat(boot).isLessThan(1L << 51);
  }

  @Test
  void a_file_that_holds_no_number_counts_as_lost() throws IOException {
    Files.write(dir.resolve("boot"), new byte[] {(byte) 0xff, 0, 17});
    assertThat(BootNumber.next(dir, NOW, 0, random) >> 20).isEqualTo(NOW + 1);
  }

  @Test
  void a_number_is_in_the_file_when_it_is_handed_out() throws IOException {
    long boot = BootNumber.next(dir, NOW, 0, random);
    assertThat(Files.readString(dir.resolve("boot")).strip()).isEqualTo(String.valueOf(boot));
  }

  @Test
  void a_folder_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> BootNumber.next(file, NOW, 0, random))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining(file.toString());
  }
}
