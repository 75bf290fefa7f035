package io.fleet.bench;

import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The memory that a process holds. */
final class Rss {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

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
    jcmd(pid, "GC.run");
    return kib(pid);
  }

  /**
   * What lives on the heap of a JVM, in KiB: resident memory also holds room that was not given
   * back.
   */
  static double liveKib(long pid) {
    jcmd(pid, "GC.run");
    var used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("jcmd " + pid + " GC.heap_info does not say what is used");
    }
    return Double.parseDouble(used.group(1));
  }

  private static String jcmd(long pid, String order) {
    try {
      var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      var process =
          Spawner.start(
              new ProcessBuilder(jcmd, "" + pid, order).redirectErrorStream(true), Marker.NONE);
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("jcmd " + pid + " " + order + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new IllegalStateException("jcmd " + pid + " " + order + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bench was interrupted", e);
    }
  }
}
