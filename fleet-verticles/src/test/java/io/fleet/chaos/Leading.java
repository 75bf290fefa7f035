package io.fleet.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Waits for a new leadership. */
final class Leading {
  private Leading() {}

  /** How long after {@code since} a higher epoch than this one leads. */
  static Duration after(ChaosFleet fleet, long epoch, long since) {
    await("an epoch above " + epoch)
        .atMost(ChaosFleet.LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> fleet.highestEpoch() > epoch);
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
