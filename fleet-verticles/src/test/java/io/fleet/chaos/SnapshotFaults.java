package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.process.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may happen to the one durable thing that is not Redis. */
abstract class SnapshotFaults extends Faults {
  private static final Logger log = LoggerFactory.getLogger(SnapshotFaults.class);

  private Path file() {
    return fleet.snapshots().resolve("snapshot.log");
  }

  @Test
  @Tag(ALL)
  void its_disk_is_full() throws IOException {
    var trial = begin(Fault.DISK_FULL);
    assumeTrue(
        TinyDisk.isMounted(fleet.snapshots()),
        "NOT RUN: " + Fault.DISK_FULL.text() + " needs a tmpfs, which may not be mounted here");
    var filler = fleet.snapshots().resolve("filler");
    try {
      TinyDisk.fill(filler);
      // The last page of the file still has room for a change or two.
      fleet.nextMischief();
      var refused = fleet.tryApply();
      for (var i = 0; i < 6 && refused.exit() == 0; i++) {
        fleet.nextMischief();
        refused = fleet.tryApply();
      }
      assertThat(refused.exit()).as(refused.said()).isNotZero();
      assertThat(refused.said()).doesNotContain("Exception").doesNotContain("\tat ");
      log.info("refused: {}", refused.said().strip().lines().reduce((a, b) -> b).orElse(""));
      sleep(Duration.ofSeconds(2));
      trial.othersUntouched(slot -> slot.startsWith("mischief"));
    } finally {
      Files.deleteIfExists(filler);
    }
    trial.now();
    var taken = fleet.tryApply();
    assertThat(taken.exit()).as(taken.said()).isZero();
    trial.measured(Duration.ofNanos(System.nanoTime() - trial.since()));
    fleet.awaitAll(trial.since(), ChaosFleet.LONG);
    trial.othersUntouched(slot -> slot.startsWith("mischief"));
  }

  @Test
  @Tag(ALL)
  void its_end_is_cut_off() throws IOException {
    damaged(Fault.SNAPSHOT_TRUNCATED, bytes -> java.util.Arrays.copyOf(bytes, bytes.length - 7));
  }

  @Test
  @Tag(ALL)
  void a_bit_of_it_is_flipped() throws IOException {
    damaged(
        Fault.SNAPSHOT_FLIPPED,
        bytes -> {
          bytes[bytes.length - 20] ^= 4;
          return bytes;
        });
  }

  @Test
  @Tag(ALL)
  void it_is_gone() throws IOException {
    refused(Fault.SNAPSHOT_LOST, true);
  }

  @Test
  @Tag(ALL)
  void it_is_emptied() throws IOException {
    refused(Fault.SNAPSHOT_EMPTIED, false);
  }

  /**
   * Nobody leads from nothing, or the fleet would be stopped: either the state is taken back from
   * Redis, or the masters say why they do not lead and go on when the file is restored.
   */
  private void refused(Fault fault, boolean gone) throws IOException {
    var trial = begin(fault);
    var epoch = fleet.highestEpoch();
    killMasters();
    var backup = Files.readAllBytes(file());
    var said = fleet.masters().getFirst().daemon().said().length();
    if (gone) {
      Files.delete(file());
    } else {
      Files.write(file(), new byte[0]);
    }
    trial.now();
    fleet.masters().forEach(master -> master.daemon().start());
    await("a leader, or the sentence")
        .atMost(ChaosFleet.LONG)
        .until(() -> fleet.highestEpoch() > epoch || refusal(said));
    trial.stillUntouched();
    if (refusal(said)) {
      assertThat(fleet.highestEpoch()).as("nobody leads").isEqualTo(epoch);
      killMasters();
      Files.write(file(), backup);
      trial.now();
    }
    leadsAgain(trial, epoch);
  }

  private boolean refusal(int from) {
    var said = fleet.masters().getFirst().daemon().said().substring(from);
    return said.contains("No valid snapshot in") || said.contains("The snapshot is empty");
  }

  /** While no master runs; then one reads what is left of it. */
  private void damaged(Fault fault, UnaryOperator<byte[]> damage) throws IOException {
    var trial = begin(fault);
    var epoch = fleet.highestEpoch();
    killMasters();
    Files.write(
        file(), damage.apply(Files.readAllBytes(file())), StandardOpenOption.TRUNCATE_EXISTING);
    trial.now();
    leadsAgain(trial, epoch);
  }

  private void killMasters() {
    fleet.masters().stream()
        .filter(master -> master.daemon().lives())
        .forEach(
            master -> {
              master.daemon().signal(Native.SIGKILL);
              master.daemon().exit(Duration.ofSeconds(5));
            });
  }

  private void leadsAgain(Trial trial, long epoch) {
    fleet.masters().stream()
        .filter(master -> !master.daemon().lives())
        .forEach(master -> master.daemon().start());
    trial.measured(Leading.after(fleet, epoch, trial.since()));
    sleep(Duration.ofSeconds(1));
    trial.stillUntouched();
    fleet.rollMischief();
    fleet.awaitAll(System.nanoTime(), ChaosFleet.LONG);
    trial.othersUntouched(slot -> slot.startsWith("mischief"));
    trial.above();
  }
}
