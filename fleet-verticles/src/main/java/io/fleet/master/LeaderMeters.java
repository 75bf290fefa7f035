package io.fleet.master;

import io.fleet.metrics.Meters;
import java.time.Duration;

/**
 * What the leader measures of itself; slots and workers are measured by whoever reads the store.
 */
final class LeaderMeters implements MasterMeters {
  private final Meters meters;

  LeaderMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void passed(long tookNanos) {
    meters.reconciled(Duration.ofNanos(tookNanos));
  }

  @Override
  public void leads(boolean leads, long epoch) {
    meters.leader(leads);
    if (leads) {
      meters.epoch(epoch);
    }
  }

  @Override
  public void fenced() {
    meters.fencedWrite();
  }
}
