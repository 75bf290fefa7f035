package io.fleet.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** Whether the product lets two masters of one host share a snapshot. */
final class Standby {
  private static final String FLAG = "--snapshot";

  private Standby() {}

  static boolean available() {
    try {
      var folder = Files.createTempDirectory("chaos-help");
      var help =
          new Daemon("help", folder, java.util.Map.of(), java.util.List.of("help", "master"));
      help.start();
      help.exit(Duration.ofSeconds(30));
      var said = help.said();
      Files.delete(folder.resolve("help.out"));
      Files.delete(folder);
      return said.contains(FLAG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test by name where there is none. */
  static void needed(ChaosFleet fleet) {
    assumeTrue(
        fleet.masters().size() > 1,
        "NOT RUN: two masters on one host need fleet master " + FLAG + ", which is not there");
  }
}
