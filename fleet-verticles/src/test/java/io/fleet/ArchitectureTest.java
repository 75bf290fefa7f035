package io.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Our code keeps the rules, and each rule finds exactly what was planted against it. */
final class ArchitectureTest {
  private static final String ROOT = "io.fleet";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void rule_1_a_room_imports_only_what_its_row_lists() {
    ArchitectureRules.imports_follow_the_table(ROOT).check(OURS);
  }

  @Test
  void rule_2_no_cycle_between_rooms() {
    ArchitectureRules.rooms_have_no_cycle(ROOT).check(OURS);
  }

  @Test
  void rule_3_pure_rooms_have_no_effects() {
    ArchitectureRules.pure_rooms_are_pure(ROOT).check(OURS);
  }

  @Test
  void rule_4_the_wall_clock_is_read_in_cli_and_testkit_alone() {
    ArchitectureRules.clocks_are_injected(ROOT).check(OURS);
  }

  @Test
  void rule_5_worker_and_api_know_no_leader() {
    ArchitectureRules.worker_and_api_know_no_leader(ROOT).check(OURS);
  }

  @Test
  void rule_1_finds_the_planted_imports_and_the_unknown_room() {
    var root = "planted.r1.fleet";
    assertThat(culprits(ArchitectureRules.imports_follow_the_table(root), root))
        .containsExactly(
            "attic.Unknown", "config.NamesTheStream", "slot.NamesTheStore", "worker.deep.NamesApi");
  }

  @Test
  void rule_2_finds_the_planted_cycle() {
    var root = "planted.r2.fleet";
    var report =
        ArchitectureRules.rooms_have_no_cycle(root).evaluate(planted(root)).getFailureReport();
    assertThat(named(root, report.toString()))
        .containsExactly("automation.NamesTheStream", "stream.NamesTheAutomation");
  }

  @Test
  void rule_3_finds_the_planted_effects() {
    var root = "planted.r3.fleet";
    assertThat(culprits(ArchitectureRules.pure_rooms_are_pure(root), root))
        .containsExactly(
            "config.ReadsAFile",
            "protocol.NamesVertx",
            "reconcile.Logs",
            "reconcile.Parses",
            "slot.Draws",
            "slot.Rolls",
            "slot.Ticks",
            "slot.Waits");
  }

  @Test
  void rule_4_finds_the_planted_wall_clocks() {
    var root = "planted.r4.fleet";
    assertThat(culprits(ArchitectureRules.clocks_are_injected(root), root))
        .containsExactly("master.AsksTheClock", "master.HandsTheClockOn", "store.MakesAClock");
  }

  @Test
  void rule_5_finds_the_planted_leaders() {
    var root = "planted.r5.fleet";
    assertThat(culprits(ArchitectureRules.worker_and_api_know_no_leader(root), root))
        .containsExactly("api.NamesTheLeader", "worker.NamesTheReconciler");
  }

  private static JavaClasses planted(String root) {
    return new ClassFileImporter().importPackages(root);
  }

  /** The classes that a rule blames, without the root. */
  private static Set<String> culprits(ArchRule rule, String root) {
    var found = new TreeSet<String>();
    rule.evaluate(planted(root))
        .<JavaClass>handleViolations(
            (types, message) ->
                types.forEach(type -> found.add(type.getName().substring(root.length() + 1))));
    return found;
  }

  /** The classes below the root that a text names, without the root. */
  private static Set<String> named(String root, String text) {
    var found = new TreeSet<String>();
    var name =
        Pattern.compile(Pattern.quote(root) + "\\.((?:[a-z]\\w*\\.)*[A-Z]\\w*)").matcher(text);
    while (name.find()) {
      found.add(name.group(1));
    }
    return found;
  }
}
