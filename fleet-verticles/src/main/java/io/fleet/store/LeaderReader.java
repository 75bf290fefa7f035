package io.fleet.store;

import io.fleet.protocol.Report;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a leader looks at. Reads only. Thread-safe.
 *
 * @since 0.1
 */
public interface LeaderReader {
  /**
   * A worker's last report.
   *
   * @param boot that sent it
   * @param seq of that heartbeat
   * @param report the report itself
   */
  record Reported(long boot, long seq, Report report) {}

  /**
   * How much longer than T_dead the barrier after a loss of Redis must stand, since a primary that
   * was cut off may have gone on granting leases; zero when there is one server alone.
   */
  default Duration splitDoubt() {
    return Duration.ZERO;
  }

  /** Every slot that has a record. */
  Future<Map<SlotId, SlotSpec>> specs();

  /** The records of some slots; those without one are left out. */
  Future<Map<SlotId, SlotSpec>> specs(List<SlotId> slots);

  /** The desired state as a leader published it; empty before the first apply. */
  Future<Map<String, String>> desired();

  /** The line of every worker. */
  Future<Map<String, String>> beats();

  /** The highest certified boot of some workers; 0 where there is none. */
  Future<Map<String, Long>> certificates(List<String> workers);

  /** The last reports of some workers; those without one are left out. */
  Future<Map<String, Reported>> reports(List<String> workers);
}
