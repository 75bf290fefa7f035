package io.fleet.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The times of a worker shell and where it keeps its lock and journal.
 *
 * @param stateDir the worker's state folder, shared with its JVM
 * @param firstRestart how long after a death the JVM is started again
 * @param lastRestart what that doubles up to
 * @param healthyAfter a JVM that was up so long, and had its lease, starts the doubling anew
 * @param silence a JVM that sends no pulse for so long, and whose lease is over, is taken for
 *     frozen
 * @param lastCertificate how long a shell that ends waits for its last certificate
 * @since 0.1
 */
public record ShellSettings(
    Path stateDir,
    Duration firstRestart,
    Duration lastRestart,
    Duration healthyAfter,
    Duration silence,
    Duration lastCertificate) {
  public ShellSettings {
    stateDir = stateDir.toAbsolutePath().normalize();
    if (firstRestart.isNegative() || lastRestart.compareTo(firstRestart) < 0) {
      throw new IllegalArgumentException(
          "restart from " + firstRestart + " up to " + lastRestart + " is no back-off");
    }
  }

  /** 20 ms doubling to 30 s, anew after 10 s up with a lease; silent after 1 s. */
  public static ShellSettings in(Path stateDir) {
    return new ShellSettings(
        stateDir,
        Duration.ofMillis(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3));
  }

  public ShellSettings withRestart(Duration first, Duration last) {
    return new ShellSettings(stateDir, first, last, healthyAfter, silence, lastCertificate);
  }

  public ShellSettings withSilence(Duration limit) {
    return new ShellSettings(
        stateDir, firstRestart, lastRestart, healthyAfter, limit, lastCertificate);
  }
}
