package examples.siteindex;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** One line a GET: time, path, status. Thread-safe: a line is one write in append mode. */
final class AccessLog implements AutoCloseable {
  static final String NAME = "access.log";

  private final FileChannel channel;
  private final InstantSource clock;

  private AccessLog(FileChannel channel, InstantSource clock) {
    this.channel = channel;
    this.clock = clock;
  }

  static AccessLog open(Path folder, InstantSource clock) throws IOException {
    return new AccessLog(FileChannel.open(folder.resolve(NAME), CREATE, APPEND), clock);
  }

  void add(String path, int status) throws IOException {
    var line = clock.instant() + " " + path + " " + status + "\n";
    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
  }

  /** How many GETs the site in this folder has answered. */
  static long count(Path folder) throws IOException {
    var file = folder.resolve(NAME);
    if (Files.notExists(file)) {
      return 0;
    }
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
