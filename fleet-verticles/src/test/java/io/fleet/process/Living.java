package io.fleet.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at /proc by itself: the tests do not believe the code that they test. */
final class Living {
  private Living() {}

  /** Pids of processes whose command line holds the text as an argument of its own; no zombies. */
  static List<Long> withArgument(String argument) {
    return pids().stream()
        .filter(pid -> List.of(text(pid, "cmdline").split("\0")).contains(argument))
        .toList();
  }

  /** Zombies that are children of that process. */
  static List<Long> zombiesOf(long parent) {
    return pids().stream()
        .filter(
            pid -> {
              String stat = text(pid, "stat");
              return stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z " + parent + " ");
            })
        .toList();
  }

  /** The pid, as seen from here, of the process that has another one in its own namespace. */
  static long outside(long root, long inside) {
    return ProcessHandle.of(root).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .filter(pid -> text(pid, "status").contains("\nNSpid:\t" + pid + "\t" + inside + "\n"))
        .findFirst()
        .orElse(0L);
  }

  static boolean is(long pid) {
    String stat = text(pid, "stat");
    return !stat.isEmpty() && !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z ");
  }

  private static List<Long> pids() {
    try (Stream<Path> dirs = Files.list(Path.of("/proc"))) {
      return dirs.map(dir -> dir.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", String.valueOf(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
