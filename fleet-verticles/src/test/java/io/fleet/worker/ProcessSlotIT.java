package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots in JVMs of their own, over a real Redis. */
final class ProcessSlotIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private LittleFleet fleet;

  @BeforeEach
  void start() {
    Samples.LOG.clear();
    Samples.SEEN.clear();
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.worker("w1", 20);
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  @Test
  void records_pass_through_a_process_slot_rejected_ones_are_dead_and_nothing_is_lost() {
    fleet.apply(
        sample("counter", "Counter", 1, ", threading: process")
            + sample("squarer", "Squarer", 1, ", threading: process")
            + sample("collector", "Collector", 1, ""),
        "streams: { numbers: { maxAttempts: 2 } }\n");
    await().atMost(LONG).until(() -> Samples.SEEN.size() == 98);
    assertThat(Samples.SEEN)
        .containsAll(
            IntStream.range(0, 100).filter(n -> n != 7 && n != 13).mapToObj(n -> n * n).toList());
    await().atMost(LONG).until(() -> LittleFleet.get(fleet.streams.stats("numbers")).dead() == 2);
    assertThat(fleet.state("squarer/0")).isEqualTo(SlotState.RUNNING);
  }

  @Test
  void a_batch_in_processes_does_each_item_and_finishes() {
    fleet.apply(
        sample("batch", "Passing", 2, ", threading: process")
            + sample("collector", "Collector", 1, ""));
    await().atMost(LONG).until(() -> Samples.SEEN.size() == 250);
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.spec("batch/0").cause() == Reason.BATCH_FINISHED
                    && fleet.spec("batch/1").cause() == Reason.BATCH_FINISHED);
  }

  @Test
  void a_process_that_exits_fails_its_own_slot_only() {
    fleet.apply(hostile("exits", "EXIT", "") + sample("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.spec("exits/0").failures() > 0);
    assertThat(fleet.spec("exits/0").detail()).contains("exit code 0");
    assertThat(fleet.state("ticker/0")).isEqualTo(SlotState.RUNNING);
  }

  @Test
  void a_process_that_is_killed_while_its_slot_rests_is_missed_at_once() {
    fleet.apply(
        sample(
            "rests", "Ticker", 1, ", threading: process, config: { every: 1h, failSetup: false }"));
    await().atMost(LONG).until(() -> fleet.state("rests/0") == SlotState.RUNNING);

    process("rests/0").destroyForcibly();

    await().atMost(Duration.ofSeconds(5)).until(() -> fleet.spec("rests/0").failures() > 0);
    assertThat(fleet.spec("rests/0").detail()).contains("by signal 9");
    await().atMost(LONG).until(() -> fleet.state("rests/0") == SlotState.RUNNING);
  }

  @Test
  void a_process_that_dies_costs_the_item_that_it_had_an_attempt_and_no_other() {
    fleet.apply(
        sample("fragile", "Fragile", 1, ", threading: process, restart: { delay: 100ms }")
            + sample("collector", "Collector", 1, ""),
        "streams: { .items.fragile: { maxAttempts: 1 } }\n");
    await()
        .atMost(LONG)
        .until(() -> LittleFleet.get(fleet.streams.stats(".items.fragile")).dead() > 0);
    await().atMost(LONG).until(() -> Samples.SEEN.size() == 19);
    assertThat(LittleFleet.get(fleet.streams.stats(".items.fragile")).dead()).isEqualTo(1);
    assertThat(Samples.SEEN).doesNotContain(3);
  }

  @Test
  void a_heap_that_is_full_and_memory_beyond_the_limit_end_the_process_with_their_reason() {
    fleet.apply(
        hostile("heap", "HEAP", ", resources: { memory: 128Mi }")
            + hostile("native", "NATIVE", ", resources: { memory: 128Mi }"));
    await().atMost(LONG).until(() -> fleet.spec("heap/0").failures() > 0);
    assertThat(fleet.spec("heap/0").detail()).contains("MEMORY_LIMIT");
    await().atMost(LONG).until(() -> fleet.spec("native/0").failures() > 0);
    assertThat(fleet.spec("native/0").detail()).contains("MEMORY_LIMIT");
  }

  @Test
  void code_that_ignores_interrupts_is_killed_at_its_time_out_and_at_the_drain_deadline() {
    fleet.apply(
        hostile("busy", "BUSY", ", limits: { executeTimeout: 300ms }")
            + hostile("stays", "IGNORE", ", drain: { deadline: 200ms }")
            + sample("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.spec("busy/0").failures() > 0);
    assertThat(fleet.spec("busy/0").detail()).contains("EXECUTE_TIMEOUT");
    await().atMost(LONG).until(() -> fleet.state("stays/0") == SlotState.RUNNING);
    var boot = fleet.spec("ticker/0").boot();

    fleet.apply(sample("ticker", "Ticker", 1, ""));

    await().atMost(LONG).until(() -> fleet.slots().size() == 1);
    assertThat(fleet.spec("ticker/0").boot()).isEqualTo(boot);
    assertThat(fleet.state("ticker/0")).isEqualTo(SlotState.RUNNING);
  }

  private static ProcessHandle process(String slot) {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> words(each).contains("-Dfleet.slot=" + slot + "\0"))
        .findFirst()
        .orElseThrow();
  }

  private static String words(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  private static String sample(String name, String sample, int slots, String more) {
    return "%s: { class: io.fleet.worker.Samples$%s, version: \"1\", slots: %d%s }\n"
        .formatted(name, sample, slots, more);
  }

  private static String hostile(String name, String deed, String more) {
    return "%s: { class: io.fleet.worker.Hostile, version: \"1\", threading: process, config: { deed: %s }, restart: { delay: 1m }%s }\n"
        .formatted(name, deed.toLowerCase(java.util.Locale.ROOT), more);
  }
}
