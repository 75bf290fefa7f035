package io.fleet.chaos;

import io.fleet.config.Failover;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fleet, every fault of the catalogue, in the order of {@code -Dchaos.seed=N} and with the
 * timing of {@code -Dchaos.profile=fast|balanced}. Without {@code -Dfleet.all=true} a short run;
 * with {@code -Dchaos.record=true} a complete run is written down in the documents.
 */
@ExtendWith(Verdicts.class)
@TestClassOrder(SeededOrder.Groups.class)
final class ChaosIT {
  static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xFFFF);
  static final Failover PROFILE =
      Failover.valueOf(System.getProperty("chaos.profile", "fast").toUpperCase(Locale.ROOT));
  static final Results RESULTS = new Results();
  static final Set<String> BROKEN = new HashSet<>();
  private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);
  private static ChaosFleet fleet;
  private static long began;

  static ChaosFleet fleet() {
    return fleet;
  }

  @BeforeAll
  static void start() throws IOException {
    began = System.nanoTime();
    var parent = Daemon.ROOT.resolve("fleet-verticles/target/chaos");
    Files.createDirectories(parent);
    var folder = Files.createTempDirectory(parent, PROFILE.name().toLowerCase(Locale.ROOT) + "-");
    log.info("chaos seed={} profile={} folder={}", SEED, PROFILE, folder);
    fleet = new ChaosFleet(folder, PROFILE, SEED);
    try {
      fleet.start();
    } catch (RuntimeException | Error e) {
      fleet.close();
      throw e;
    }
    log.info("up seconds={}", Results.seconds(Duration.ofNanos(System.nanoTime() - began)));
  }

  @AfterAll
  static void end() {
    fleet.close();
    Written.ofRun(RESULTS, PROFILE, SEED, Duration.ofNanos(System.nanoTime() - began));
  }

  @Nested
  final class Killing extends KillFaults {}

  @Nested
  final class Freezing extends FreezeFaults {}

  @Nested
  final class Redis extends RedisFaults {}

  @Nested
  final class Line extends LineFaults {}

  @Nested
  final class Snapshot extends SnapshotFaults {}

  @Nested
  final class Mischievous extends MischiefFaults {}
}
