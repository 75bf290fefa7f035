package io.fleet.snapshot;

import io.fleet.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * A snapshot in a file: one line a commit, {@code crc32c length json}, appended and fsynced. The
 * last whole line counts; a torn one behind it is what a crash left and is cut off. When the file
 * grows long it is written anew beside itself, fsynced and renamed; the former file is kept. For
 * masters of one host only, which the lock of the state folder sees to.
 *
 * @since 0.1
 */
public final class FileSnapshotStore implements SnapshotStore {
  private static final long COMPACT_ABOVE_BYTES = 4 << 20;

  private final Path folder;
  private final FileChannel guard;
  private final long compactAboveBytes;
  private final ReentrantLock lock = new ReentrantLock();

  private FileSnapshotStore(Path folder, FileChannel guard, long compactAboveBytes) {
    this.folder = folder;
    this.guard = guard;
    this.compactAboveBytes = compactAboveBytes;
  }

  /**
   * Takes the folder, and makes it when it is missing. One process each: throws {@link
   * IllegalStateException} otherwise.
   */
  public static FileSnapshotStore open(Path folder) {
    return open(folder, COMPACT_ABOVE_BYTES);
  }

  static FileSnapshotStore open(Path folder, long compactAboveBytes) {
    try {
      Files.createDirectories(folder);
      var guard =
          FileChannel.open(
              folder.resolve("master.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(guard)) {
        guard.close();
        throw new IllegalStateException(
            "Another master uses the state folder "
                + folder
                + ". Stop it, or choose another: --state DIR");
      }
      return new FileSnapshotStore(folder, guard, compactAboveBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use the state folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean locked(FileChannel guard) throws IOException {
    try {
      return guard.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public Snapshot load() {
    lock.lock();
    try {
      return newest().orElseGet(Snapshot::empty);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the snapshot in " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean commit(Snapshot next, long expectedEpoch) {
    lock.lock();
    try {
      if (newest().map(Snapshot::epoch).orElse(0L) != expectedEpoch) {
        return false;
      }
      if (Files.exists(file()) && Files.size(file()) > compactAboveBytes) {
        replace(next);
      } else {
        append(next);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the snapshot in " + folder + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give back the state folder " + folder, e);
    }
  }

  private Path file() {
    return folder.resolve("snapshot.log");
  }

  private Path previous() {
    return folder.resolve("snapshot.previous.log");
  }

  private Optional<Snapshot> newest() throws IOException {
    if (!Files.exists(file()) && !Files.exists(previous())) {
      return Optional.empty();
    }
    var whole = whole(file());
    if (!whole.isEmpty()) {
      return Optional.of(Wire.read(whole.getLast(), Snapshot.class));
    }
    var former = whole(previous());
    if (!former.isEmpty()) {
      return Optional.of(Wire.read(former.getLast(), Snapshot.class));
    }
    throw new SnapshotLost(
        "No valid snapshot in "
            + folder
            + ". Restore snapshot.log from a backup; starting from nothing could run slots twice.");
  }

  private static List<String> whole(Path file) throws IOException {
    var lines = new ArrayList<String>();
    if (!Files.exists(file)) {
      return lines;
    }
    for (var line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
      decode(line).ifPresent(lines::add);
    }
    return lines;
  }

  private void append(Snapshot next) throws IOException {
    var fresh = !Files.exists(file());
    try (var channel =
        FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(channel.size());
      // A leading line end closes whatever a crash may have torn.
      write(channel, (channel.size() == 0 ? "" : "\n") + encode(next));
    }
    if (fresh) {
      syncFolder();
    }
  }

  private void replace(Snapshot next) throws IOException {
    var fresh = folder.resolve("snapshot.new.log");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, encode(next));
    }
    Files.copy(file(), previous(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private void syncFolder() throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String encode(Snapshot snapshot) {
    var json = Wire.write(snapshot);
    return "%08x %d %s\n".formatted(crc(json), json.length(), json);
  }

  private static Optional<String> decode(String line) {
    var parts = line.split(" ", 3);
    if (parts.length < 3 || !parts[1].equals("" + parts[2].length())) {
      return Optional.empty();
    }
    return parts[0].equals("%08x".formatted(crc(parts[2])))
        ? Optional.of(parts[2])
        : Optional.empty();
  }

  private static long crc(String json) {
    var crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
