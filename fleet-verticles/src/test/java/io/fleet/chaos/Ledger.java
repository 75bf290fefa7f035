package io.fleet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The common log of all witnesses and of the suite, read as it grows. For one thread. */
final class Ledger {
  static final String LOG = Testimony.LOG;

  private final Path folder;
  private final int fd;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Life> lives = new HashMap<>();
  private long offset;

  /**
   * The newest generation of a slot.
   *
   * @param gen of it
   * @param pid of its JVM
   * @param startNanos when it said its first word
   * @param aliveNanos when it said its last one that shows life
   * @param ended whether it said good-bye
   */
  record Life(long gen, long pid, long startNanos, long aliveNanos, boolean ended) {}

  Ledger(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("mischief"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    fd = Sys.open(folder.resolve(LOG).toString());
  }

  Path folder() {
    return folder;
  }

  /** The suite's own word: what it did to a process, or to Redis. */
  long note(String what, String word, long pid) {
    var now = System.nanoTime();
    Sys.write(fd, what + " " + word + " 0 " + pid + " 0 " + now + "\n");
    return now;
  }

  /** All lines so far. */
  List<Line> lines() {
    read();
    return lines;
  }

  /** The newest generation of each slot. */
  Map<String, Life> lives() {
    read();
    return lives;
  }

  private void read() {
    try (var channel = FileChannel.open(folder.resolve(LOG), StandardOpenOption.READ)) {
      var size = channel.size();
      if (size == offset) {
        return;
      }
      var bytes = ByteBuffer.allocate((int) (size - offset));
      channel.read(bytes, offset);
      var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      var whole = text.lastIndexOf('\n') + 1;
      offset += whole;
      text.substring(0, whole)
          .lines()
          .flatMap(line -> Line.parse(line).stream())
          .forEach(this::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(Line line) {
    lines.add(line);
    if (!line.ofWitness()) {
      return;
    }
    var known = lives.get(line.slot());
    if (line.what().equals("start") && (known == null || line.nanos() > known.startNanos())) {
      lives.put(line.slot(), new Life(line.gen(), line.pid(), line.nanos(), 0, false));
    } else if (known != null && known.gen() == line.gen() && known.pid() == line.pid()) {
      var alive = line.what().equals("alive") ? line.nanos() : known.aliveNanos();
      var ended = known.ended() || line.what().equals("end");
      lives.put(line.slot(), new Life(known.gen(), known.pid(), known.startNanos(), alive, ended));
    }
  }
}
