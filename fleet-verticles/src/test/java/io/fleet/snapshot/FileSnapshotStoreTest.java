package io.fleet.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSnapshotStoreTest {
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

  private static Snapshot snapshot(long epoch, String spec) {
    return new Snapshot(epoch, epoch * 2, spec, "h", "me", 99, List.of("w1", "w2"));
  }

  private void again() {
    again(4 << 20);
  }

  private void again(long compactAbove) {
    store.close();
    store = FileSnapshotStore.open(folder, compactAbove);
  }

  private static Snapshot first() {
    return snapshot(1, "{\"a\":\"ä\\n🦊\"}");
  }

  private static Snapshot second() {
    return snapshot(2, "{}");
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

  @Test
  void before_the_first_commit_it_is_empty() {
    assertThat(store.load()).isEqualTo(Snapshot.empty());
  }

  @Test
  void what_was_committed_comes_back_also_to_the_next_process() throws IOException {
    store.commit(first(), 0);
    assertThat(store.load()).isEqualTo(first());
    again();
    assertThat(store.load()).isEqualTo(first());
    store.commit(second(), 1);
    again();
    assertThat(store.load()).isEqualTo(second());
  }

  @Test
  void a_commit_upon_another_epoch_is_refused_and_changes_nothing() throws IOException {
    var before = twoCommits();
    assertThat(store.commit(snapshot(3, ""), 1)).isFalse();
    assertThat(store.commit(snapshot(3, ""), 3)).isFalse();
    assertThat(store.commit(snapshot(3, ""), 0)).isFalse();
    assertThat(Files.readAllBytes(log)).isEqualTo(before);
    assertThat(store.load()).isEqualTo(second());
  }

  @Test
  void a_line_torn_at_any_byte_is_ignored_and_the_next_commit_counts() throws IOException {
    var all = twoCommits();
    for (var length = secondLine(all); length < all.length - 1; length += 3) {
      Files.write(log, Arrays.copyOf(all, length));
      again();
      assertThat(store.load()).as("torn at " + length).isEqualTo(first());
      assertThat(store.commit(second(), 1)).isTrue();
      again();
      assertThat(store.load()).as("torn at " + length).isEqualTo(second());
    }
  }

  @Test
  void a_flipped_bit_in_the_last_line_brings_the_line_before() throws IOException {
    var all = twoCommits();
    var seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
    var random = new SplittableRandom(seed);
    var begin = secondLine(all);
    for (var i = 0; i < 300; i++) {
      var damaged = all.clone();
      var at = random.nextInt(begin, all.length - 1);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(log, damaged);
      assertThat(store.load()).as("-Dfleet.seed=" + seed + " byte " + at).isEqualTo(first());
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
  void a_second_opener_of_the_folder_is_told_what_to_do() {
    assertThatThrownBy(() -> FileSnapshotStore.open(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("Another master", folder.toString(), "--state");
    again();
    assertThat(store.load()).isEqualTo(Snapshot.empty());
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
