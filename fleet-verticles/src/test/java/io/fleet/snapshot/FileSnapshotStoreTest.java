package io.fleet.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSnapshotStoreTest extends SnapshotStoreContract {
  private final Path folder;
  private final Path log;
  private FileSnapshotStore store;

  FileSnapshotStoreTest(@TempDir Path dir) {
    folder = dir.resolve("master");
    log = folder.resolve("snapshot.log");
    store = FileSnapshotStore.open(folder);
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Override
  SnapshotStore another() {
    return FileSnapshotStore.open(folder);
  }

  private void again() {
    again(4 << 20);
  }

  private void again(long compactAbove) {
    store.close();
    store = FileSnapshotStore.open(folder, compactAbove, Duration.ofSeconds(5));
  }

  /** Two commits, each in a line of its own. */
  private byte[] twoCommits() throws IOException {
    assertThat(store.commit(first(), 0)).isTrue();
    assertThat(store.commit(second(), 1)).isTrue();
    return Files.readAllBytes(log);
  }

  /** Where the second commit begins: each byte is one letter of Latin 1. */
  private static int secondLine(byte[] all) {
    return new String(all, StandardCharsets.ISO_8859_1).indexOf("\n\n") + 2;
  }

  /** What is left of the file may be the last commit or the one before; never less, unsaid. */
  private void lastOrFormerOrLost(byte[] left, String what) throws IOException {
    Files.write(log, left);
    try {
      assertThat(another().load()).as(what).isIn(first(), second());
    } catch (SnapshotLost e) {
      assertThatThrownBy(() -> another().commit(second(), 0)).isInstanceOf(SnapshotLost.class);
    }
  }

  @Test
  void a_file_cut_at_any_byte_gives_the_last_commit_or_the_one_before_or_is_said_to_be_lost()
      throws IOException {
    var all = twoCommits();
    for (var length = 0; length <= all.length; length++) {
      lastOrFormerOrLost(Arrays.copyOf(all, length), "cut at " + length);
    }
    // What a crash in the second commit can leave: the first one is whole, and the next one counts.
    for (var length = secondLine(all) - 1; length < all.length - 1; length++) {
      Files.write(log, Arrays.copyOf(all, length));
      again();
      assertThat(store.load()).as("torn at " + length).isEqualTo(first());
      assertThat(store.commit(second(), 1)).isTrue();
      assertThat(another().load()).as("torn at " + length).isEqualTo(second());
    }
  }

  @Test
  void a_flipped_bit_anywhere_gives_the_last_commit_or_the_one_before_or_is_said_to_be_lost()
      throws IOException {
    var all = twoCommits();
    for (var at = 0; at < all.length; at++) {
      for (var bit = 0; bit < 8; bit++) {
        var damaged = all.clone();
        damaged[at] ^= (byte) (1 << bit);
        lastOrFormerOrLost(damaged, "byte " + at + " bit " + bit);
      }
    }
  }

  @Test
  void a_flipped_bit_in_the_last_line_brings_the_line_before() throws IOException {
    var all = twoCommits();
    for (var at = secondLine(all); at < all.length - 1; at++) {
      var damaged = all.clone();
      damaged[at] ^= (byte) 1;
      Files.write(log, damaged);
      assertThat(another().load()).as("byte " + at).isEqualTo(first());
    }
  }

  @Test
  void a_first_commit_that_a_crash_cut_short_leaves_nothing_behind() throws IOException {
    Files.writeString(folder.resolve("snapshot.new.log"), "0000");
    assertThat(store.load()).isEqualTo(Snapshot.empty());
    assertThat(store.commit(first(), 0)).isTrue();
    assertThat(another().load()).isEqualTo(first());
  }

  @Test
  void two_processes_write_in_turn_and_lose_nothing() throws Exception {
    var here = 0;
    var child = Turns.start(folder, 200);
    while (child.isAlive() || here < 200) {
      if (here < 200 && Turns.add(store)) {
        here++;
      }
    }
    assertThat(child.exitValue()).isZero();
    assertThat(store.load().revision()).isEqualTo(400);
  }

  @Test
  void a_frozen_process_that_has_the_folder_is_not_waited_for() throws Exception {
    var holder = Turns.hold(folder);
    try {
      var impatient = FileSnapshotStore.open(folder, 4 << 20, Duration.ofMillis(200));
      assertThatThrownBy(impatient::load).hasMessageContainingAll("another master", "frozen");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(store.load()).isEqualTo(Snapshot.empty());
  }

  @Test
  void a_full_disk_is_said_and_what_was_refused_does_not_come_back() throws Exception {
    var disk = SmallDisk.mount(folder.resolve("disk"));
    try {
      var full = FileSnapshotStore.open(disk.folder());
      assertThat(full.commit(first(), 0)).isTrue();
      disk.fill();
      assertThatThrownBy(() -> full.commit(snapshot(2, "x".repeat(100_000)), 1))
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasMessageContainingAll(
              "cannot write the snapshot in " + disk.folder(), "No space left");
      assertThat(full.load()).isEqualTo(first());
      disk.makeRoom();
      assertThat(full.commit(second(), 1)).isTrue();
      disk.readOnly();
      assertThatThrownBy(() -> full.commit(snapshot(3, ""), 2)).hasMessageContaining("Read-only");
    } finally {
      disk.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "garbage",
        "00000000 2 {}\n",
        "deadbeef",
        "{\"epoch\":9}",
        "zzzzzzzz 1 x\n\u0000\u0000\u0000"
      })
  void without_a_whole_line_it_refuses_and_names_the_folder_and_the_cure(String content)
      throws IOException {
    Files.writeString(log, content);
    assertThatThrownBy(() -> store.load())
        .isInstanceOf(SnapshotLost.class)
        .hasMessageContainingAll(folder.toString(), "Restore snapshot.log");
    assertThatThrownBy(() -> store.commit(first(), 0)).isInstanceOf(SnapshotLost.class);
    assertThat(Files.readString(log)).isEqualTo(content);
  }

  @Test
  void a_folder_that_cannot_be_made_is_named() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> FileSnapshotStore.open(file.resolve("below")))
        .hasMessageContaining(file.resolve("below").toString());
  }

  @Test
  void a_long_file_is_written_anew_and_the_former_one_is_kept() throws IOException {
    again(200);
    long epoch = 0;
    while (!Files.exists(folder.resolve("snapshot.previous.log"))) {
      assertThat(store.commit(snapshot(epoch + 1, "{}"), epoch)).isTrue();
      epoch++;
      assertThat(epoch).isLessThan(10);
    }
    assertThat(store.load()).isEqualTo(snapshot(epoch, "{}"));
    assertThat(Files.readAllLines(log)).hasSize(1);
    Files.writeString(log, "damaged");
    assertThat(store.load()).isEqualTo(snapshot(epoch - 1, "{}"));
    assertThat(store.commit(snapshot(epoch + 1, "{}"), epoch - 1)).isTrue();
    again(200);
    assertThat(store.load().epoch()).isEqualTo(epoch + 1);
  }
}
