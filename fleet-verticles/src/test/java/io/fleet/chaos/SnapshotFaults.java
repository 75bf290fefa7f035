package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
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

/** What may happen to the one durable thing that is not Redis. */
abstract class SnapshotFaults extends Faults {
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
      fleet.nextMischief();
      var refused = fleet.tryApply();
      assertThat(refused.exit()).as(refused.said()).isNotZero();
      assertThat(refused.said()).doesNotContain("Exception").doesNotContain("\tat ");
      sleep(Duration.ofSeconds(2));
      trial.stillUntouched();
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
  void it_is_emptied() throws IOException {
    damaged(Fault.SNAPSHOT_EMPTIED, bytes -> new byte[0]);
  }

  /** While no master runs; then one reads what is left of it. */
  private void damaged(Fault fault, UnaryOperator<byte[]> damage) throws IOException {
    var trial = begin(fault);
    var epoch = fleet.highestEpoch();
    fleet.masters().forEach(master -> master.daemon().signal(Native.SIGKILL));
    fleet.masters().forEach(master -> master.daemon().exit(Duration.ofSeconds(5)));
    Files.write(
        file(), damage.apply(Files.readAllBytes(file())), StandardOpenOption.TRUNCATE_EXISTING);
    trial.now();
    fleet.masters().forEach(master -> master.daemon().start());
    trial.measured(Leading.after(fleet, epoch, trial.since()));
    sleep(Duration.ofSeconds(1));
    trial.stillUntouched();
    fleet.rollMischief();
    fleet.awaitAll(System.nanoTime(), ChaosFleet.LONG);
    trial.above();
  }
}
