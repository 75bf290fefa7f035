package io.fleet.master;

import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotLost;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new epoch is begun from. The snapshot has an epoch before Redis or any worker has, so an
 * empty one beside a fleet that has had epochs is no first start: it was lost, or it is not the one
 * that the other masters share. To lead from it would stop all that runs, since nothing would be
 * desired.
 */
final class Origin {
  private static final Logger log = LoggerFactory.getLogger(Origin.class);

  private final Optional<Rebuild> rebuild;

  Origin(Optional<Rebuild> rebuild) {
    this.rebuild = rebuild;
  }

  /** The snapshot itself, or one that was made anew; fails when there is nothing to begin from. */
  Future<Snapshot> of(Snapshot snapshot, long highestEpoch) {
    if (!lost(snapshot, highestEpoch)) {
      if (snapshot.epoch() < highestEpoch) {
        log.warn(
            "the snapshot is older than the fleet, so its config may be too"
                + " snapshot_epoch={} fleet_epoch={}",
            snapshot.epoch(),
            highestEpoch);
      }
      return Future.succeededFuture(snapshot);
    }
    return rebuild
        .map(Rebuild::snapshot)
        .orElseGet(() -> Future.failedFuture(new SnapshotLost(sentence(highestEpoch))));
  }

  private static boolean lost(Snapshot snapshot, long highestEpoch) {
    return highestEpoch > 0 && snapshot.equals(Snapshot.empty());
  }

  private static String sentence(long highestEpoch) {
    return "The snapshot is empty, but this fleet is in epoch "
        + highestEpoch
        + " already: it was lost, or it is not the one of the other masters. Point --snapshot at"
        + " theirs, or restore it; if it is gone, start one master with --rebuild-snapshot.";
  }
}
