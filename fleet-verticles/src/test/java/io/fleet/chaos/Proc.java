package io.fleet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What runs on this machine, read from /proc by the suite itself. */
final class Proc {
  private Proc() {}

  /** Pids that bear this text in their environment or as part of their command line; no zombies. */
  static List<Long> bearing(String text) {
    return pids().stream()
        .filter(pid -> pid != ProcessHandle.current().pid())
        .filter(pid -> bears(pid, text))
        .filter(Proc::lives)
        .toList();
  }

  /** Of these pids the one whose command line has this text as a word, or 0. */
  static long running(List<Long> pids, String word) {
    return pids.stream()
        .filter(pid -> List.of(read(pid, "cmdline").split("\0")).contains(word))
        .findFirst()
        .orElse(0L);
  }

  /** Since it was started; 0 when it is not there. */
  static long secondsUp(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(since -> Duration.between(since, Instant.now()).toSeconds())
        .orElse(0L);
  }

  static boolean bears(long pid, String text) {
    return read(pid, "environ").contains(text) || read(pid, "cmdline").contains(text);
  }

  /** Whether it is there and no zombie. */
  static boolean lives(long pid) {
    var stat = read(pid, "stat");
    return !stat.isEmpty() && !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z ");
  }

  static String shown(long pid) {
    return pid + " " + read(pid, "cmdline").replace('\0', ' ').transform(Proc::brief);
  }

  private static String brief(String text) {
    return text.substring(0, Math.min(120, text.length()));
  }

  private static List<Long> pids() {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", "" + pid, file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
