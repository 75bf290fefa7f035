package io.fleet.snapshot;

import io.fleet.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A snapshot in a file: one line a commit, {@code crc32c length json}, appended and fsynced. The
 * last whole line counts; a torn one behind it is what a crash left and is passed over. When the
 * file grows long it is written anew beside itself, fsynced and renamed; the former file is kept.
 * All masters of one host may share the folder: each load and each commit has it for itself.
 *
 * @since 0.1
 */
public final class FileSnapshotStore implements SnapshotStore {
  private static final long COMPACT_ABOVE_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final FolderLock lock;
  private final long compactAboveBytes;
  private final Basis basis = new Basis();

  private FileSnapshotStore(Path folder, FolderLock lock, long compactAboveBytes) {
    this.folder = folder;
    this.lock = lock;
    this.compactAboveBytes = compactAboveBytes;
  }

  /** In a folder, which is made when it is missing. One store for each master. */
  public static FileSnapshotStore open(Path folder) {
    return open(folder, COMPACT_ABOVE_BYTES, PATIENCE);
  }

  static FileSnapshotStore open(Path folder, long compactAboveBytes, Duration patience) {
    try {
      Files.createDirectories(folder);
      return new FileSnapshotStore(folder, FolderLock.of(folder, patience), compactAboveBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use the snapshot folder " + folder + ": " + reason(e), e);
    }
  }

  @Override
  public Snapshot load() {
    try {
      return lock.during(
          () -> {
            var newest = newest();
            basis.is(newest);
            return newest;
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the snapshot in " + folder + ": " + reason(e), e);
    }
  }

  @Override
  public boolean commit(Snapshot next, long expectedEpoch) {
    try {
      return lock.during(() -> replace(next, expectedEpoch));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the snapshot in " + folder + ": " + reason(e), e);
    }
  }

  @Override
  public void close() {}

  private Path file() {
    return folder.resolve("snapshot.log");
  }

  private Path previous() {
    return folder.resolve("snapshot.previous.log");
  }

  private boolean replace(Snapshot next, long expectedEpoch) throws IOException {
    var stored = newest();
    if (!basis.holds(stored, expectedEpoch)) {
      return false;
    }
    basis.trying(stored, next);
    if (!Files.exists(file()) || Files.size(file()) > compactAboveBytes) {
      begin(next);
    } else {
      append(next);
    }
    basis.is(next);
    return true;
  }

  private Snapshot newest() throws IOException {
    if (!Files.exists(file()) && !Files.exists(previous())) {
      return Snapshot.empty();
    }
    return last(file())
        .or(() -> last(previous()))
        .map(line -> Wire.read(line, Snapshot.class))
        .orElseThrow(
            () ->
                new SnapshotLost(
                    "No valid snapshot in "
                        + folder
                        + ". Restore snapshot.log from a backup; starting from nothing could run"
                        + " slots twice."));
  }

  private static Optional<String> last(Path file) {
    try {
      var whole = new ArrayList<String>();
      if (Files.exists(file)) {
        for (var line : lines(file)) {
          decode(line).ifPresent(whole::add);
        }
      }
      return whole.isEmpty() ? Optional.empty() : Optional.of(whole.getLast());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
  }

  private void append(Snapshot next) throws IOException {
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      var end = channel.size();
      channel.position(end);
      try {
        // A leading line end closes whatever a crash may have torn.
        write(channel, "\n" + encode(next));
      } catch (IOException e) {
        takeBack(channel, end);
        throw e;
      }
    }
  }

  /** So that what was refused does not come back; if this fails too, the basis knows of it. */
  private static void takeBack(FileChannel channel, long end) {
    try {
      channel.truncate(end);
      channel.force(true);
    } catch (IOException e) {
      // The first failure is the one to tell.
    }
  }

  /** A new file with this commit alone; a crash leaves the former one or this one. */
  private void begin(Snapshot next) throws IOException {
    var fresh = folder.resolve("snapshot.new.log");
    try (var channel = create(fresh)) {
      write(channel, encode(next));
    }
    if (Files.exists(file())) {
      keepFormer();
    }
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder();
  }

  /** The former file stays in its place meanwhile, so that there is a whole one at any moment. */
  private void keepFormer() throws IOException {
    var copy = folder.resolve("snapshot.copy.log");
    Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        copy, previous(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
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

  /** Exceptions of files often say the path alone; their type says what is wrong with it. */
  private static String reason(IOException e) {
    return e instanceof java.nio.file.FileSystemException
            && e.getClass() != java.nio.file.FileSystemException.class
        ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}
