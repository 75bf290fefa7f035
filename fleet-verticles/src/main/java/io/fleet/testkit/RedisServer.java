package io.fleet.testkit;

import io.fleet.process.Marker;
import io.fleet.process.Native;
import io.fleet.process.ProcessException;
import io.fleet.process.Spawner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Redis on 127.0.0.1, for tests and for {@code fleet dev}. It dies with the JVM that started
 * it, in whatever way that JVM ends. Its output is in {@code redis.log} of its folder. Thread-safe;
 * the methods block.
 *
 * @since 0.1
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);
  private static final int FREE_PORT_TRIES = 5;

  private final Process process;
  private final Path dir;
  private final int port;
  private final boolean temporary;

  private RedisServer(Process process, Path dir, int port, boolean temporary) {
    this.process = process;
    this.dir = dir;
    this.port = port;
    this.temporary = temporary;
  }

  /**
   * How to start it.
   *
   * @param dir its data and log; made if missing
   * @param port 0 takes a free one
   * @param appendOnly whether every write goes to a file that the next start reads
   * @param extraArgs more of redis-server's own arguments; they win over ours
   * @param binary another executable than the embedded one
   * @since 0.1
   */
  public record Options(
      Path dir, int port, boolean appendOnly, List<String> extraArgs, Optional<Path> binary) {
    public Options {
      extraArgs = List.copyOf(extraArgs);
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a port: " + port);
      }
    }

    /** In this folder, on a free port, nothing kept. */
    public static Options in(Path dir) {
      return new Options(dir, 0, false, List.of(), Optional.empty());
    }

    public Options withPort(int number) {
      return new Options(dir, number, appendOnly, extraArgs, binary);
    }

    public Options withAppendOnly(boolean yes) {
      return new Options(dir, port, yes, extraArgs, binary);
    }

    public Options withExtraArgs(String... args) {
      return new Options(dir, port, appendOnly, List.of(args), binary);
    }

    public Options withBinary(Path executable) {
      return new Options(dir, port, appendOnly, extraArgs, Optional.of(executable));
    }
  }

  /** In a new temporary folder that {@link #close} removes, on a free port, nothing kept. */
  public static RedisServer start() {
    try {
      return start(Options.in(Files.createTempDirectory("fleet-redis")), true);
    } catch (IOException e) {
      throw new ProcessException("Cannot make a temporary folder for Redis (" + e + ").", e);
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws ProcessException with one sentence that says what to do, if it does not come up
   */
  public static RedisServer start(Options options) {
    return start(options, false);
  }

  /** For {@code fleet dev}: keeps its data in a folder, fsync each second, never evicts. */
  public static RedisServer forDev(Path dataDir, int port) {
    return start(
        Options.in(dataDir)
            .withPort(port)
            .withAppendOnly(true)
            .withExtraArgs("--appendfsync", "everysec", "--maxmemory-policy", "noeviction"));
  }

  /** The redis-server that the system has, if any. */
  public static Optional<Path> systemBinary() {
    return RedisBinary.system();
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** For a client: {@code redis://127.0.0.1:PORT}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** Its data and log. */
  public Path dir() {
    return dir;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Freezes it (SIGSTOP), as a host that hangs. */
  public void freeze() {
    Native.kill(pid(), Native.SIGSTOP);
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() {
    Native.kill(pid(), Native.SIGCONT);
  }

  /** Kills it (SIGKILL) and waits until it is gone, as a crash. Its folder stays. */
  public void kill() {
    process.destroyForcibly();
    if (!waitFor(END_WITHIN)) {
      throw new ProcessException("Redis with pid " + pid() + " does not die.");
    }
  }

  /** Ends it (SIGTERM, then SIGKILL) and waits until it is gone. May be called again. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor(END_WITHIN)) {
      kill();
    }
    if (temporary) {
      remove(dir);
    }
  }

  private static RedisServer start(Options options, boolean temporary) {
    Path binary = options.binary().orElseGet(RedisBinary::embedded);
    for (int attempt = 1; ; attempt++) {
      int port = options.port() == 0 ? freePort() : options.port();
      Process process = launch(binary, options, port);
      try {
        awaitAnswer(process, port, log(options.dir()));
        return new RedisServer(process, options.dir(), port, temporary);
      } catch (ProcessException e) {
        process.destroyForcibly();
        // Somebody may have taken the free port between our look and Redis' bind.
        if (options.port() != 0 || attempt == FREE_PORT_TRIES || !isTaken(log(options.dir()))) {
          throw e;
        }
      }
    }
  }

  private static Process launch(Path binary, Options options, int port) {
    Path dir = options.dir().toAbsolutePath();
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new ProcessException("Cannot make the folder " + dir + " for Redis (" + e + ").", e);
    }
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
    command.addAll(List.of("--dir", dir.toString(), "--save", ""));
    command.addAll(List.of("--appendonly", options.appendOnly() ? "yes" : "no"));
    command.addAll(options.extraArgs());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(dir).toFile());
    return Spawner.start(builder, Marker.NONE);
  }

  private static void awaitAnswer(Process process, int port, Path log) {
    long end = System.nanoTime() + START_WITHIN.toNanos();
    while (true) {
      if (!process.isAlive()) {
        throw new ProcessException(
            isTaken(log)
                ? "Redis cannot listen on 127.0.0.1:"
                    + port
                    + ": the port is taken. Stop what uses it or choose another port."
                : "Redis ended at its start with exit code "
                    + process.exitValue()
                    + ": "
                    + lastLine(log)
                    + " (see "
                    + log
                    + ").");
      }
      if (answers(port, process.pid())) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new ProcessException(
            "Redis did not answer on 127.0.0.1:" + port + " within 60 s (see " + log + ").");
      }
      pause();
    }
  }

  /** Compares pids: another Redis may already be there while ours is failing to bind. */
  private static boolean answers(int port, long pid) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      socket.setSoTimeout(500);
      socket
          .getOutputStream()
          .write("PING\r\nINFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return reply.startsWith("-NOAUTH")
          || (reply.startsWith("+PONG") && reply.contains("process_id:" + pid + "\r\n"));
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ProcessException("No free port on 127.0.0.1 (" + e + ").", e);
    }
  }

  private static Path log(Path dir) {
    return dir.toAbsolutePath().resolve("redis.log");
  }

  private static boolean isTaken(Path log) {
    return read(log).anyMatch(line -> line.contains("Address already in use"));
  }

  private static String lastLine(Path log) {
    return read(log).filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("no output");
  }

  private static Stream<String> read(Path log) {
    try {
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return true;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException("Interrupted while Redis was starting.", e);
    }
  }

  private static void remove(Path dir) {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new ProcessException("Cannot remove the folder " + dir + " (" + e + ").", e);
    }
  }
}
