package io.fleet.chaos;

import io.fleet.process.Marker;
import io.fleet.process.Native;
import io.fleet.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One {@code ./fleet} command of the fleet under test, which can be started again and again. */
final class Daemon implements AutoCloseable {
  static final Path ROOT =
      Path.of(System.getProperty("fleet.root", "..")).toAbsolutePath().normalize();

  private final String name;
  private final Path folder;
  private final Path output;
  private final Map<String, String> env;
  private final List<String> prefix;
  private final List<String> words;
  private @Nullable Process process;

  Daemon(String name, Path logs, Map<String, String> env, List<String> words) {
    this(name, logs, env, List.of(), words);
  }

  /** Behind another command that becomes it. */
  Daemon(String name, Path logs, Map<String, String> env, List<String> prefix, List<String> words) {
    this.prefix = prefix;
    this.name = name;
    this.folder = logs;
    this.output = logs.resolve(name + ".out");
    this.env = env;
    this.words = words;
  }

  String name() {
    return name;
  }

  /** Starts it; its output is added to that of its former runs. */
  void start() {
    var command = new ArrayList<>(prefix);
    command.add(ROOT.resolve("fleet").toString());
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(env);
    builder.environment().put("FLEET_BUILD", "never");
    builder.environment().put("FLEET_JAVA_HOME", System.getProperty("java.home"));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    // Dies with the suite's JVM, however that ends.
    process = Spawner.start(builder, Marker.NONE);
  }

  /** The launcher's shell becomes the JVM, so this is the JVM's. */
  long pid() {
    return process == null ? 0 : process.pid();
  }

  boolean lives() {
    return process != null && process.isAlive();
  }

  void signal(int signal) {
    Native.kill(pid(), signal);
  }

  /** Waits for its own end; the exit code. */
  int exit(Duration limit) {
    try {
      if (process == null || !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + limit + ": " + output);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** All that it said, over all its runs. */
  String said() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      exit(Duration.ofSeconds(10));
    }
  }
}
