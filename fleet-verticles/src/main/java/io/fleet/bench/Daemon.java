package io.fleet.bench;

import io.fleet.process.Marker;
import io.fleet.process.Native;
import io.fleet.process.Spawner;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of Fleet as users run it, by its command line. */
final class Daemon implements AutoCloseable {
  /** As text: the command line stands above the benches. */
  private static final String MAIN = "io.fleet.cli.Main";

  private final Process process;

  private Daemon(Process process) {
    this.process = process;
  }

  static Daemon start(Path log, List<String> flags, String... words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules",
            "java.se",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Daemon(Spawner.start(builder, Marker.NONE));
  }

  /** The flags that all daemons of a fleet share. */
  static List<String> common(String redis, String fleet, Path state, String memberPort) {
    return List.of(
        "--redis",
        redis,
        "--fleet",
        fleet,
        "--state",
        state.toString(),
        "--cluster-members",
        "127.0.0.1:" + memberPort);
  }

  /** SIGKILL, of this process alone. */
  void kill() {
    Native.kill(process.pid(), Native.SIGKILL);
    awaitEnd(5);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  void awaitEnd(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    process.destroy();
    awaitEnd(15);
  }
}
