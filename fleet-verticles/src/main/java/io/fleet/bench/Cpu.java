package io.fleet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU seconds of a process, which are stable where times on shared cores are not. */
final class Cpu {
  /** The kernel's USER_HZ, 100 on every Linux that Java runs on. */
  private static final double TICKS = 100;

  private Cpu() {}

  /** Of a living process since its start, user and system. */
  static double seconds(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name in brackets may hold anything, blanks too.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
