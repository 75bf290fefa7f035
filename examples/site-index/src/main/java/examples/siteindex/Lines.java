package examples.siteindex;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of lines that only grows. It is opened by writing what is to be kept into a new file that
 * takes the old one's place: a frozen predecessor that wakes up then writes into a file that nobody
 * reads.
 */
final class Lines implements AutoCloseable {
  private final FileChannel channel;

  private Lines(FileChannel channel) {
    this.channel = channel;
  }

  /** The whole lines; a last line that was cut off by a crash is left out. */
  static List<String> read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return List.of();
    }
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Replaces the file, and stays open behind the last line. */
  static Lines replace(Path file, List<String> kept) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(fresh);
    var lines = new Lines(FileChannel.open(fresh, CREATE_NEW, WRITE));
    try {
      lines.append(kept);
      Files.move(fresh, file, ATOMIC_MOVE);
    } catch (IOException e) {
      lines.close();
      throw e;
    }
    return lines;
  }

  /** On the disk when this returns. */
  void append(List<String> more) throws IOException {
    if (more.isEmpty()) {
      return;
    }
    var text = ByteBuffer.wrap((String.join("\n", more) + "\n").getBytes(StandardCharsets.UTF_8));
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
