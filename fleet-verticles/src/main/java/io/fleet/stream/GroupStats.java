package io.fleet.stream;

import java.time.Duration;

/**
 * How far one group has come.
 *
 * @param group the automation that reads
 * @param consumers readers Redis knows of, those of ended generations included until they are empty
 * @param pending records delivered and not acknowledged
 * @param unacknowledged records of the topic it has not acknowledged
 * @param oldest how long the oldest record that was not delivered has waited; zero when none waits
 * @since 0.1
 */
public record GroupStats(
    String group, long consumers, long pending, long unacknowledged, Duration oldest) {
  /** Records not delivered to it yet. */
  public long lag() {
    return Math.max(0, unacknowledged - pending);
  }
}
