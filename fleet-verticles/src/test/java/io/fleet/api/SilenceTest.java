package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SilenceTest {
  private static final long SECOND = 1_000_000_000L;

  private final Silence silence = new Silence();

  @Test
  void a_worker_is_silent_since_its_line_last_changed() {
    silence.observe(Map.of("w-1", "1 1 0 0"), 0);
    silence.observe(Map.of("w-1", "1 2 0 0"), SECOND);
    silence.observe(Map.of("w-1", "1 2 0 0"), 2 * SECOND);
    assertThat(silence.millis("w-1", 4 * SECOND)).isEqualTo(3_000);
  }

  @Test
  void time_in_which_nobody_looked_does_not_count() {
    silence.observe(Map.of("w-1", "1 1 0 0"), 0);
    silence.observe(Map.of("w-1", "1 1 0 0"), SECOND);
    silence.observe(Map.of("w-1", "1 1 0 0"), 61 * SECOND);
    assertThat(silence.millis("w-1", 61 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void an_unknown_worker_is_not_silent() {
    silence.observe(Map.of("w-1", "1 1 0 0"), 0);
    silence.observe(Map.of(), SECOND);
    assertThat(silence.millis("w-1", 9 * SECOND)).isZero();
  }
}
