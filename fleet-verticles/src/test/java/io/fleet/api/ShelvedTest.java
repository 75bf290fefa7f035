package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.Code;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may leave the shelf. */
final class ShelvedTest {
  private static final long NOW = Duration.ofDays(100).toMillis();
  private static final long OLD = NOW - Duration.ofDays(2).toMillis();

  private static Shelved of(String hash, String version, long at, String... jars) {
    var code = version.isEmpty() ? List.<Code>of() : List.of(new Code("shop", "x.Shop", version));
    return new Shelved(hash, 1, List.of(jars), code, at);
  }

  @Test
  void the_last_three_versions_of_an_automation_stay_and_the_fourth_goes() {
    var all = List.of(of("d", "4", OLD), of("c", "3", OLD), of("b", "2", OLD), of("a", "1", OLD));
    assertThat(Shelved.over(all, Set.of(), NOW)).containsExactly("a");
  }

  @Test
  void another_build_of_a_version_does_not_push_an_older_version_out() {
    var all = List.of(of("c3", "3", OLD), of("c2", "3", OLD), of("b", "2", OLD), of("a", "1", OLD));
    assertThat(Shelved.over(all, Set.of(), NOW)).containsExactly("c2");
  }

  @Test
  void what_fleet_yaml_is_pinned_to_stays() {
    var all = List.of(of("d", "4", OLD), of("c", "3", OLD), of("b", "2", OLD), of("a", "1", OLD));
    assertThat(Shelved.over(all, Set.of("a"), NOW)).isEmpty();
  }

  @Test
  void a_jar_stays_for_a_day_and_as_long_as_a_package_needs_it() {
    var all =
        List.of(
            of("young", "", NOW - 1),
            of("shop", "1", OLD, "needed"),
            of("needed", "", OLD),
            of("left", "", OLD));
    assertThat(Shelved.over(all, Set.of(), NOW)).containsExactly("left");
  }
}
