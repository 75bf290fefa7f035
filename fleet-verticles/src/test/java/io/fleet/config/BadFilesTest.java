package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of bad-files.txt: a file, and exactly what is said of it. */
final class BadFilesTest {
  // Stands for the first six lines of a case that begins with "...".
  private static final String HEAD =
      """
      apiVersion: fleet/v1
      kind: Fleet
      metadata: { name: shop }
      automations:
        prober:
          version: "1.4.0"
      """;

  @TestFactory
  Stream<DynamicTest> every_bad_file_is_told_exactly() throws IOException {
    return cases().map(each -> DynamicTest.dynamicTest(each.name(), each::check));
  }

  @Test
  void the_table_is_long_enough() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
  }

  private static Stream<Case> cases() throws IOException {
    try (var table = BadFilesTest.class.getResourceAsStream("bad-files.txt")) {
      var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("(?m)^== ")
          .splitAsStream(text)
          .filter(each -> !each.isBlank())
          .map(Case::of)
          .toList()
          .stream();
    }
  }

  private record Case(String name, String yaml, List<String> said) {
    static Case of(String block) {
      var parts = block.split("(?m)^--\n", 2);
      var end = parts[0].indexOf('\n');
      var yaml = parts[0].substring(end + 1);
      return new Case(
          parts[0].substring(0, end),
          yaml.startsWith("...\n") ? HEAD + yaml.substring(4) : yaml,
          Arrays.asList(parts[1].split("\n")));
    }

    void check() {
      var parsed = FleetFile.parse("fleet.yaml", yaml);
      assertThat(parsed.problems().stream().map(each -> each.render("fleet.yaml")))
          .containsExactlyElementsOf(said);
      assertThat(parsed.spec()).isEmpty();
    }
  }
}
