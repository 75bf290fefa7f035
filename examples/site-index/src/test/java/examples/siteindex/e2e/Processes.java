package examples.siteindex.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What runs on this machine, read from /proc by the test itself. */
final class Processes {
  private Processes() {}

  /** Pids whose command line or environment has all of these words; this JVM is left out. */
  static List<Long> with(String... words) {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("\\d+"))
          .filter(
              entry -> !entry.getFileName().toString().equals("" + ProcessHandle.current().pid()))
          .filter(entry -> Stream.of(words).allMatch(word -> text(entry).contains(word)))
          .map(entry -> Long.parseLong(entry.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The JVM of a worker, whose state lies below a folder. */
  static long worker(String name, Path data) {
    var found = with("-Dfleet.role=worker", "-Dfleet.name=" + name, data.toString());
    if (found.size() != 1) {
      throw new AssertionError("worker JVMs called " + name + ": " + found);
    }
    return found.getFirst();
  }

  static void kill(long pid) {
    try {
      new ProcessBuilder("kill", "-KILL", "" + pid).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Path entry) {
    return read(entry.resolve("cmdline")) + read(entry.resolve("environ"));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it ended while we looked
    }
  }
}
