package io.fleet.bench;

import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The memory that a process holds. */
final class Rss {
  private Rss() {}

  /** Resident, in KiB, as the kernel counts it. */
  static double kib(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The same of a JVM after a collection, so that garbage does not count. */
  static double afterCollection(long pid) {
    try {
      var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      var builder =
          new ProcessBuilder(jcmd, "" + pid, "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      if (!Spawner.start(builder, Marker.NONE).waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("jcmd " + pid + " GC.run did not end");
      }
      return kib(pid);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bench was interrupted", e);
    }
  }
}
