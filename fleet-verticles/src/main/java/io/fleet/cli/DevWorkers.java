package io.fleet.cli;

import io.fleet.process.Marker;
import io.fleet.process.ProcessException;
import io.fleet.process.Spawner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker shells that {@code fleet dev --workers N} runs, each a process of its own; their
 * output is kept in files.
 */
final class DevWorkers {
  private static final Logger log = LoggerFactory.getLogger(DevWorkers.class);

  private final Map<String, Process> shells = new TreeMap<>();

  /**
   * Starts {@code dev-1} to {@code dev-N}. Should this JVM die, the kernel ends the shells, and
   * each shell's JVM then ends itself.
   */
  void start(int count, Path data, List<String> flags, int capacity) {
    for (var i = 1; i <= count; i++) {
      var name = "dev-" + i;
      var folder = data.resolve(name);
      var all = new ArrayList<>(flags);
      all.addAll(
          List.of("--name", name, "--state", folder.toString(), "--capacity", "" + capacity));
      // A developer's machine is often full, and no other host could take the slots.
      all.addAll(List.of("--http", "127.0.0.1:0", "--admission-stop-at", "0"));
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new ProcessException(
            "Cannot make the folder " + folder + " (" + e.getMessage() + ").", e);
      }
      var builder = new ProcessBuilder(WorkerJvm.shell(name, all));
      builder.environment().put("FLEET_DATA", data.toAbsolutePath().toString());
      builder.redirectErrorStream(true);
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(folder.resolve("worker.log").toFile()));
      shells.put(name, Spawner.start(builder, Marker.NONE));
      log.debug("worker shell started name={}", name);
    }
  }

  /** The shells that ended by themselves since the last call, with their exit codes. */
  Map<String, Integer> ended() {
    var ended = new TreeMap<String, Integer>();
    shells.forEach(
        (name, shell) -> {
          if (!shell.isAlive()) {
            ended.put(name, shell.exitValue());
          }
        });
    shells.keySet().removeAll(ended.keySet());
    return ended;
  }

  boolean isEmpty() {
    return shells.isEmpty();
  }

  /** Asks all to drain, waits, and cuts short whoever is late. */
  void stop(Duration within) {
    shells.values().forEach(Process::destroy);
    var end = System.nanoTime() + within.toNanos();
    for (var shell : shells.values()) {
      try {
        if (!shell.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          // A second TERM cuts the drain short; the shell still ends the tree and certifies.
          shell.destroy();
          if (!shell.waitFor(5, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        shell.destroyForcibly();
      }
    }
    shells.clear();
  }
}
