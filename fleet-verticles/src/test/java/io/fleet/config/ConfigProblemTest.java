package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Problems of a config find their place in the file. */
final class ConfigProblemTest {
  record Config(List<URI> urls, @Default("30s") Duration every, Deep deep) {
    record Deep(int depth) {}
  }

  private static final String HEAD =
      """
      apiVersion: fleet/v1
      kind: Fleet
      metadata: { name: shop }
      defaults: { config: { every: 30 } }
      automations:
        prober:
          version: "1.4.0"
      """;

  @Test
  void a_wrong_value_is_shown_at_the_value_and_an_unknown_field_at_its_key() {
    assertThat(
            told(
                """
                    config:
                      every: 1m
                      urls: [ a, "b c" ]
                      colour: { deep: 1 }
                      deep: { depth: x }
                """))
        .containsExactly(
            "f:10:18: automations.prober.config.urls[1]: the text \"b c\" is not a URI",
            "f:11:7: automations.prober.config.colour: unknown field. Known: urls, every, deep",
            "f:12:22: automations.prober.config.deep.depth: the text \"x\" is not a whole number");
  }

  @Test
  void a_value_of_the_defaults_is_shown_there() {
    assertThat(told("    config: { urls: [ a ], deep: { depth: 1 } }\n"))
        .containsExactly(
            "f:4:30: automations.prober.config.every: 30 has no unit. Did you mean 30s?  (units:"
                + " ms s m h d)");
  }

  @Test
  void what_is_missing_is_shown_at_the_key_above_it() {
    assertThat(told("    config: { every: 1s, urls: [ a ], deep: {} }\n"))
        .containsExactly(
            "f:8:39: automations.prober.config.deep: io.fleet.config.ConfigProblemTest.Config.Deep"
                + " needs depth: whole number");
    assertThat(told("    config: { every: 1s, deep: { depth: 1 } }\n"))
        .containsExactly(
            "f:8:5: automations.prober.config: io.fleet.config.ConfigProblemTest.Config needs urls:"
                + " list of URI");
  }

  private static List<String> told(String config) {
    var parsed = FleetFile.parse("f", HEAD + config);
    var spec = Objects.requireNonNull(parsed.spec().orElseThrow().automations().get("prober"));
    return ConfigType.of(Config.class).bind(spec.config()).problems().stream()
        .map(each -> parsed.configProblem("prober", each))
        .sorted(Comparator.comparingInt(Problem::line))
        .map(each -> each.render("f"))
        .toList();
  }
}
