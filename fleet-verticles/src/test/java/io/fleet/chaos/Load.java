package io.fleet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much more this machine has to do than it can. Only the bounds on time know it: what must
 * never happen must not happen on a busy machine either.
 */
final class Load {
  private static double highest;

  private Load() {}

  /** The bound, and what the machine may add to it now. */
  static Duration on(Duration bound) {
    return bound.plus(Duration.ofMillis((long) (Fault.ALLOWANCE.toMillis() * perCore())));
  }

  /** Runnable processes per core over the last minute; 1 when there are fewer. */
  static double perCore() {
    try {
      var minute = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
      var load = Double.parseDouble(minute) / Runtime.getRuntime().availableProcessors();
      highest = Math.max(highest, load);
      return Math.max(1, load);
    } catch (IOException e) {
      return 1;
    }
  }

  /** The highest that was seen in this run. */
  static double highest() {
    return highest;
  }
}
