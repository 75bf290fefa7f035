package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.Failover;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of faults: whole, and never better than the worst run. */
final class WrittenTest {
  private static Results results(Duration took) {
    var results = new Results();
    for (var fault : Fault.values()) {
      results.begun(fault);
      results.measured(fault, took);
    }
    results.over(Results.Outcome.PASSED);
    return results;
  }

  @Test
  void every_fault_of_the_suite_has_a_row_in_the_document() throws IOException {
    var document = Files.readString(Written.FAULTS);
    assertThat(Fault.values())
        .allSatisfy(
            fault ->
                assertThat(document)
                    .contains("| " + fault.text() + " | " + fault.expected() + " | "));
  }

  @Test
  void a_better_run_leaves_the_worst_as_it_was() {
    var first = Written.faults("", results(Duration.ofMillis(2_500)), Failover.FAST);
    var second = Written.faults(first, results(Duration.ofMillis(700)), Failover.FAST);
    assertThat(second).contains("| 0.7 s | 2.5 s |").doesNotContain("| 0.7 s | 0.7 s |");
  }

  @Test
  void a_run_of_one_profile_leaves_the_table_of_the_other_as_it_was() {
    var fast = Written.faults("", results(Duration.ofMillis(900)), Failover.FAST);
    var both = Written.faults(fast, results(Duration.ofSeconds(8)), Failover.BALANCED);
    assertThat(both).contains("| 0.9 s | 0.9 s |").contains("| 8.0 s | 8.0 s |");
    var again = Written.faults(both, results(Duration.ofMillis(800)), Failover.FAST);
    assertThat(again).contains("| 0.8 s | 0.9 s |").contains("| 8.0 s | 8.0 s |");
  }

  @Test
  void a_run_is_complete_only_with_every_fault() {
    var results = new Results();
    results.begun(Fault.KILL_JVM);
    assertThat(results.complete()).isFalse();
    assertThat(results(Duration.ofSeconds(1)).complete()).isTrue();
  }
}
