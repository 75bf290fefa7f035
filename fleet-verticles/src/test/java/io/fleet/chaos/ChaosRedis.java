package io.fleet.chaos;

import io.fleet.testkit.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The Redis of the fleet under test: one port and one folder over many processes. */
final class ChaosRedis implements AutoCloseable {
  private final Path folder;
  private final int port;
  private RedisServer server;

  ChaosRedis(Path folder) {
    this.folder = folder;
    this.server = RedisServer.start(options(0, true));
    this.port = server.port();
  }

  private RedisServer.Options options(int at, boolean appendOnly) {
    return RedisServer.Options.in(folder)
        .withPort(at)
        .withAppendOnly(appendOnly)
        .withExtraArgs(
            "--appendfsync",
            "everysec",
            "--maxmemory-policy",
            "noeviction",
            "--dbfilename",
            "dump.rdb");
  }

  int port() {
    return port;
  }

  long pid() {
    return server.pid();
  }

  void kill() {
    server.kill();
  }

  boolean lives() {
    return server.isAlive();
  }

  void freeze() {
    server.freeze();
  }

  void thaw() {
    server.thaw();
  }

  /** Starts it again with what its append-only file holds. */
  void restart() {
    server = RedisServer.start(options(port, true));
  }

  /** Starts it again with nothing. */
  void restartEmpty() {
    wipe();
    server = RedisServer.start(options(port, true));
  }

  /** Starts it again with an image of former times, and lets it append from there. */
  void restartWith(Path image) {
    wipe();
    try {
      Files.copy(image, folder.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = RedisServer.start(options(port, false));
    command("CONFIG", "SET", "appendonly", "yes");
  }

  /** Makes an image of now. */
  Path image(Path target) {
    command("SAVE");
    try {
      return Files.copy(folder.resolve("dump.rdb"), target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One command on a connection of its own. */
  Object command(String... words) {
    try (var resp = new Resp(port, 10_000)) {
      return resp.call(words);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", words), e);
    }
  }

  private void wipe() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        var name = folder.relativize(file).toString();
        if (name.startsWith("appendonly") || name.equals("dump.rdb")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
