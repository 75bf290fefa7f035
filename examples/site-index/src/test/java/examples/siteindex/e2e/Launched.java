package examples.siteindex.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of {@code ./fleet}, its output in a file. */
final class Launched implements AutoCloseable {
  static final Path ROOT =
      Path.of(System.getProperty("fleet.root", "../..")).toAbsolutePath().normalize();

  private final Process process;
  private final Path output;

  private Launched(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it in the source tree. */
  static Launched fleet(Path logs, String... words) {
    return fleet(logs, Map.of(), words);
  }

  static Launched fleet(Path logs, Map<String, String> env, String... words) {
    var command = new ArrayList<>(List.of(ROOT.resolve("fleet").toString()));
    command.addAll(List.of(words));
    return start(logs, env, command);
  }

  static Launched start(Path logs, Map<String, String> env, List<String> command) {
    try {
      var output = Files.createTempFile(logs, "fleet-", ".log");
      var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
      builder.environment().put("FLEET_BUILD", "never");
      builder.environment().putAll(env);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(output.toFile());
      return new Launched(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitOutput(String text, Duration limit) {
    await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .failFast(
            () -> {
              if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
              }
            })
        .until(() -> output().contains(text));
  }

  /** Waits for its own end; the exit code. */
  int exit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + limit + ":\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
