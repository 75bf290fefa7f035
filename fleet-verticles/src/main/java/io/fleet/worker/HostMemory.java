package io.fleet.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much memory is in use: of the host, or of a control group (v2) that this process is in,
 * whichever is tighter. What the kernel can give back at once, as caches of files, counts as free.
 * Reads files that do not wait for a disk; nevertheless not for an event loop.
 */
final class HostMemory {
  private final Path proc;
  private final Path groups;

  HostMemory() {
    this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  HostMemory(Path proc, Path groups) {
    this.proc = proc;
    this.groups = groups;
  }

  MemoryUse look() {
    return new MemoryUse(usedPercent(), totalBytes());
  }

  /** Percent in use, rounded down; empty where the system does not tell. */
  OptionalInt usedPercent() {
    var tightest = host();
    for (var group = group();
        group != null && group.startsWith(groups);
        group = group.getParent()) {
      tightest = Math.max(tightest, used(group));
    }
    return tightest < 0 ? OptionalInt.empty() : OptionalInt.of(Math.min(100, tightest));
  }

  /** How much there is for this process; empty where the system does not tell. */
  OptionalLong totalBytes() {
    var tightest = field(text(proc.resolve("meminfo")), "MemTotal:") << 10;
    for (var group = group();
        group != null && group.startsWith(groups);
        group = group.getParent()) {
      var limit = number(text(group.resolve("memory.max")));
      tightest = limit > 0 && (tightest <= 0 || limit < tightest) ? limit : tightest;
    }
    return tightest <= 0 ? OptionalLong.empty() : OptionalLong.of(tightest);
  }

  private int host() {
    var info = text(proc.resolve("meminfo"));
    var total = field(info, "MemTotal:");
    var available = field(info, "MemAvailable:");
    return total <= 0 || available < 0 ? -1 : percent(total - available, total);
  }

  /** The folder of our own group; the root where there is none. */
  private Path group() {
    var own =
        text(proc.resolve("self/cgroup"))
            .lines()
            .filter(line -> line.startsWith("0::/"))
            .findFirst()
            .map(line -> line.substring("0::/".length()))
            .orElse("");
    // Seen from another namespace it may begin with "..", which is outside of what we see.
    var folder = groups.resolve(own).normalize();
    return folder.startsWith(groups) ? folder : groups;
  }

  private static int used(Path group) {
    var limit = number(text(group.resolve("memory.max")));
    var current = number(text(group.resolve("memory.current")));
    if (limit <= 0 || current < 0) {
      return -1;
    }
    var cache = Math.max(0, field(text(group.resolve("memory.stat")), "inactive_file"));
    return percent(Math.max(0, current - cache), limit);
  }

  private static int percent(long used, long total) {
    return (int) (used * 100 / total);
  }

  private static long field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "\t"))
        .findFirst()
        .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
        .map(HostMemory::number)
        .orElse(-1L);
  }

  /** Whoever has no limit says {@code max}. */
  private static long number(String text) {
    var digits = text.strip();
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
