package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemReportTest {
  record Shop(String user, Secret password) {}

  private static final String SHOP =
      """
      apiVersion: fleet/v1
      kind: Fleet
      metadata: { name: shop }
      automations:
        prober:
          version: "1.4.0"
          slots: 200
      """;

  @Test
  void the_line_is_shown_with_a_caret_beneath() {
    var parsed = FleetFile.parse("fleet.yaml", SHOP.replace("slots", "slot"));
    assertThat(ProblemReport.of(parsed))
        .isEqualTo(
            """
            fleet.yaml:7:5: automations.prober.slot: unknown field. Did you mean "slots"?
                6 |     version: "1.4.0"
                7 |     slot: 200
                  |     ^^^^
            1 problem. Nothing was sent.
            """);
  }

  @Test
  void several_problems_are_counted_and_a_fine_file_says_nothing() {
    var parsed =
        FleetFile.parse("fleet.yaml", SHOP.replace("200", "\"2\"").replace("Fleet", "Fleat"));
    assertThat(ProblemReport.of(parsed))
        .isEqualTo(
            """
            fleet.yaml:2:7: kind: "Fleat" is not known here. Write Fleet
                1 | apiVersion: fleet/v1
                2 | kind: Fleat
                  |       ^^^^^
            fleet.yaml:7:12: automations.prober.slots: "2" is not a whole number from 0 to 100,000. Leave out the quotes
                6 |     version: "1.4.0"
                7 |     slots: "2"
                  |            ^^^
            2 problems. Nothing was sent.
            """);
    assertThat(ProblemReport.of(FleetFile.parse("fleet.yaml", SHOP))).isEmpty();
  }

  @Test
  void a_long_line_is_shown_around_the_caret() {
    var parsed =
        FleetFile.parse(
            "f",
            SHOP
                + "    class: x\n    placement: { require: { a: b, "
                + "c: 1, "
                + "  ".repeat(500)
                + "d: 2 } }\n");
    assertThat(ProblemReport.of(parsed).lines()).allMatch(line -> line.length() < 200);
    assertThat(ProblemReport.of(parsed)).contains("…", "d: 2 } }");
  }

  @Test
  void nothing_of_a_file_reaches_the_terminal_as_a_command() {
    var report =
        ProblemReport.of("f", "a: \u001b[31mred\u202e\n", List.of(new Problem(1, 1, "a", "b", "")));
    assertThat(report).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void a_secret_in_plain_text_is_not_shown_on_its_line_nor_below() {
    var text =
        SHOP
            + """
                  config:
                    user: ann
                    password: "hunter2
                      hunter3"
                    colour: blue
                    token: hunter4
                    shade: dark
              """;
    var parsed = FleetFile.parse("fleet.yaml", text);
    assertThat(parsed.problems()).isEmpty();
    var automation = parsed.spec().orElseThrow().automations().firstEntry().getValue();
    var problems =
        ConfigType.of(Shop.class).bind(automation.config()).problems().stream()
            .map(each -> parsed.configProblem("prober", each))
            .toList();
    var report = ProblemReport.of("fleet.yaml", text, problems);
    assertThat(report)
        .contains(
            "fleet.yaml:10:17: automations.prober.config.password: a secret in plain text. Refer",
            "password: ***",
            "config.colour: unknown field",
            "token: ***")
        .doesNotContain("hunter");
  }
}
