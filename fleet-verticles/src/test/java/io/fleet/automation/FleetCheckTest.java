package io.fleet.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.FleetFile;
import io.fleet.config.Problem;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FleetCheckTest {
  record Page(String url) {}

  record Other(String url) {}

  record None() {}

  record Config(@Min(1) int atLeast) {}

  static final Topic<Page> PAGES = Topic.of("pages", Page.class);

  abstract static class Quiet<C> extends ContinuousAutomation<C> {
    @Override
    public Next execute(Run<C> run) {
      return Next.now();
    }
  }

  static final class Writer extends Quiet<None> {
    @Override
    public Topics topics() {
      return emits(PAGES);
    }
  }

  static final class Reader extends Quiet<Config> {
    @Override
    public Topics topics() {
      return takes(PAGES);
    }
  }

  static final class OtherWriter extends Quiet<None> {
    @Override
    public Topics topics() {
      return emits(Topic.of("pages", Other.class));
    }
  }

  static final class UniqueWriter extends Quiet<None> {
    @Override
    public Topics topics() {
      return emits(PAGES.uniqueBy(Page::url));
    }
  }

  static final class Broken extends Quiet<None> {
    Broken(int needed) {
      throw new IllegalStateException("never called with " + needed);
    }
  }

  @Test
  void a_fleet_whose_parts_fit_has_no_problem_and_no_warning() {
    var found = check(one("writer", "Writer", ""), one("reader", "Reader", "atLeast: 1"));

    assertThat(found.problems()).isEmpty();
    assertThat(found.warnings()).isEmpty();
  }

  @Test
  void an_unknown_class_is_found_at_its_value() {
    assertThat(rendered(check("  a:\n    class: no.Such\n    version: \"1\"\n").problems()))
        .singleElement()
        .asString()
        .startsWith(
            "f.yaml:6:12: automations.a.class: no.Such is not on the class path of any worker. ")
        .endsWith("Is its jar in automations/?");
  }

  @Test
  void an_unknown_class_that_is_the_name_itself_is_found_at_the_name() {
    assertThat(rendered(check("  nothing:\n    version: \"1\"\n").problems()))
        .singleElement()
        .asString()
        .startsWith("f.yaml:5:3: automations.nothing.class: nothing is not on the class path");
  }

  @Test
  void a_class_that_is_no_automation_is_said() {
    assertThat(
            rendered(check("  a:\n    class: java.lang.String\n    version: \"1\"\n").problems()))
        .containsExactly(
            "f.yaml:6:12: automations.a.class: java.lang.String is no automation. Extend"
                + " ContinuousAutomation or BatchAutomation");
  }

  @Test
  void a_class_that_cannot_be_made_is_said() {
    assertThat(rendered(check(one("a", "Broken", "")).problems()))
        .containsExactly(
            "f.yaml:6:12: automations.a.class: "
                + name("Broken")
                + " needs a constructor without parameters");
  }

  @Test
  void a_config_is_judged_by_its_record_at_its_place() {
    assertThat(
            rendered(
                check(one("writer", "Writer", ""), one("r", "Reader", "atLeast: 0, size: 3"))
                    .problems()))
        .hasSize(2)
        .anyMatch(p -> p.startsWith("f.yaml:12:24: automations.r.config.atLeast: "))
        .anyMatch(p -> p.startsWith("f.yaml:12:27: automations.r.config.size: unknown field"));
  }

  @Test
  void a_topic_has_one_type() {
    assertThat(
            rendered(
                check(
                        one("one", "OtherWriter", ""),
                        one("reader", "Reader", "atLeast: 1"),
                        one("two", "Writer", ""))
                    .problems()))
        .hasSize(2)
        .allMatch(p -> p.contains("topic pages is "))
        .anyMatch(p -> p.startsWith("f.yaml:14:12: automations.two.class: "));
  }

  @Test
  void the_ends_of_a_topic_agree_on_uniqueness() {
    assertThat(rendered(check(one("one", "UniqueWriter", ""), one("two", "Writer", "")).problems()))
        .singleElement()
        .asString()
        .contains("topic pages is without uniqueBy here and not in automations.one");
  }

  @Test
  void a_topic_without_reader_or_writer_is_a_warning() {
    assertThat(rendered(check(one("w", "Writer", "")).warnings()))
        .containsExactly("f.yaml:6:12: automations.w.class: emits pages, which has no reader");
    assertThat(rendered(check(one("r", "Reader", "atLeast: 1")).warnings()))
        .containsExactly("f.yaml:6:12: automations.r.class: takes pages, which has no writer");
  }

  @Test
  void all_problems_of_all_automations_come_at_once() {
    assertThat(
            check(
                    one("a", "NoSuch", ""),
                    one("b", "Reader", "atLeast: 0"),
                    one("c", "OtherWriter", ""))
                .problems())
        .hasSize(3);
  }

  private static String one(String name, String type, String config) {
    return "  %s:\n    class: %s\n    version: \"1.0.0\"\n    config: { %s }\n"
        .formatted(name, name(type), config);
  }

  private static String name(String type) {
    return FleetCheckTest.class.getName() + "$" + type;
  }

  private static FleetCheck.Found check(String... automations) {
    var text =
        "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: t }\nautomations:\n"
            + String.join("", automations);
    var parsed = FleetFile.parse("f.yaml", text);
    assertThat(parsed.problems()).isEmpty();
    return FleetCheck.check(
        parsed, parsed.spec().orElseThrow(), Catalog.of(FleetCheckTest.class.getClassLoader()));
  }

  private static List<String> rendered(List<Problem> problems) {
    return problems.stream().map(problem -> problem.render("f.yaml")).toList();
  }
}
