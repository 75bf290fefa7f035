package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryGateTest {
  private final MemoryGate gate = new MemoryGate(85, 75);

  private String over(int... percent) {
    var text = new StringBuilder();
    IntStream.of(percent).forEach(used -> text.append(gate.closed(used) ? 'x' : '.'));
    return text.toString();
  }

  @Test
  void it_closes_at_the_upper_mark_and_opens_below_the_lower_one() {
    assertThat(over(0, 74, 75, 84, 85, 86, 100, 84, 76, 75, 74, 75, 84, 85))
        .isEqualTo("....xxxxxx...x");
  }

  @Test
  void between_the_marks_it_stays_as_it_is() {
    assertThat(over(80, 80, 90, 80, 80, 80, 10, 80)).isEqualTo("..xxxx..");
  }
}
