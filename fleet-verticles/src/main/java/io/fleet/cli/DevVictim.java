package io.fleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A worker's JVM that may be killed to see the fleet heal.
 *
 * @param worker its name
 * @param process its JVM
 */
record DevVictim(String worker, ProcessHandle process) {
  /** The last by name that is alive and is what it says; a pid may be somebody else's by now. */
  static Optional<DevVictim> among(Map<String, Long> pids) {
    return new TreeMap<>(pids)
        .descendingMap().entrySet().stream()
            .flatMap(
                entry ->
                    ProcessHandle.of(entry.getValue()).stream()
                        .filter(process -> bears(process, entry.getKey()))
                        .map(process -> new DevVictim(entry.getKey(), process)))
            .findFirst();
  }

  private static boolean bears(ProcessHandle process, String worker) {
    try {
      // Not ProcessHandle.info: it says nothing of a command line longer than a page.
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains("\0-Dfleet.name=" + worker + "\0");
    } catch (IOException e) {
      return false;
    }
  }
}
