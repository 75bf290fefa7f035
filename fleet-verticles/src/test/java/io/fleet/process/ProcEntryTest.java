package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcEntryTest {
  private static final String REST =
      " 41 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 %d 0 123456 1000 100 18446744073709551615 1";

  @Test
  void a_name_with_blanks_and_parentheses_does_not_shift_the_fields() {
    assertThat(parse("42 (a) Z (b c) S" + REST.formatted(3)))
        .contains(new ProcEntry(new ProcessId(42, 123_456), 41, 'S', 3, "a) Z (b c"));
  }

  @Test
  void a_zombie_is_dead_unless_threads_of_it_go_on() {
    assertThat(parse("42 (x) Z" + REST.formatted(1)))
        .hasValueSatisfying(entry -> assertThat(entry.isAlive()).isFalse());
    assertThat(parse("42 (x) Z" + REST.formatted(2)))
        .hasValueSatisfying(entry -> assertThat(entry.isAlive()).isTrue());
  }

  @Test
  void half_a_line_is_no_entry() {
    assertThat(parse("42 (x) S 41 42")).isEmpty();
    assertThat(parse("")).isEmpty();
  }

  private static Optional<ProcEntry> parse(String line) {
    return ProcEntry.parse(line.getBytes(StandardCharsets.ISO_8859_1));
  }
}
