package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UnitsTest {
  @Test
  void durations_are_read_with_their_unit_only() {
    assertThat(Durations.parse("500ms")).contains(Duration.ofMillis(500));
    assertThat(Durations.parse("30s")).contains(Duration.ofSeconds(30));
    assertThat(Durations.parse("5m")).contains(Duration.ofMinutes(5));
    assertThat(Durations.parse("2h")).contains(Duration.ofHours(2));
    assertThat(Durations.parse("30d")).contains(Duration.ofDays(30));
    for (var bad :
        new String[] {"", "30", "s", "1.5s", "-1s", "1 s", "1h30m", "999999999999d", "٣s"}) {
      assertThat(Durations.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void durations_are_written_in_the_largest_exact_unit() {
    for (var text : new String[] {"0s", "1ms", "1500ms", "90s", "2m", "90m", "36h", "2d"}) {
      assertThat(Durations.format(Durations.parse(text).orElseThrow())).isEqualTo(text);
    }
    assertThat(Durations.format(Duration.ofMillis(120_500).minusMillis(500))).isEqualTo("2m");
    assertThatThrownBy(() -> Durations.format(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizes_are_read_and_written() {
    for (var text : new String[] {"0Ki", "64Ki", "128Mi", "1Gi", "1025Ki"}) {
      assertThat(Bytes.parse(text).map(Bytes::toString)).contains(text);
    }
    assertThat(Bytes.parse("1024Mi")).contains(new Bytes(1L << 30));
    assertThat(Bytes.parse("1G")).isEmpty();
    assertThat(Bytes.parse("1")).isEmpty();
  }

  @Test
  void a_secret_refuses_a_value_without_quoting_it() {
    assertThatThrownBy(() -> Secret.of("hunter2", Secret.Resolver.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a secret is written env:NAME or file:PATH");
    var secret = Secret.of("file:secrets/a", reference -> Optional.of("hunter2"));
    assertThat(secret).hasToString("***");
    assertThat(secret.reveal()).isEqualTo("hunter2");
  }
}
