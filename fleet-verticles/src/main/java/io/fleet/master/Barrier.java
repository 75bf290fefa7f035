package io.fleet.master;

import io.fleet.reconcile.WorkerView;
import java.util.Collection;
import java.util.Map;

/**
 * After Redis came back as another one, nothing is assigned or drained until every worker that may
 * be running something has spoken to this epoch, or T_dead has passed, by which time a silent one
 * has fenced itself.
 */
final class Barrier {
  private final long epoch;
  private final long deadAfterMillis;
  private boolean standing;

  Barrier(boolean standing, long epoch, long deadAfterMillis) {
    this.standing = standing;
    this.epoch = epoch;
    this.deadAfterMillis = deadAfterMillis;
  }

  boolean standing() {
    return standing;
  }

  /**
   * Whether it falls now. A worker has spoken when its report was made in knowledge of this epoch.
   */
  boolean falls(Collection<String> known, Map<String, WorkerView> workers, long watchingMillis) {
    if (!standing) {
      return false;
    }
    var all =
        known.stream().allMatch(name -> workers.containsKey(name) && spoke(workers.get(name)));
    if (all || watchingMillis >= deadAfterMillis) {
      standing = false;
      return true;
    }
    return false;
  }

  /** A heartbeat alone may be older than the loss; its report must know of this epoch. */
  private boolean spoke(WorkerView worker) {
    return worker.seen() == epoch;
  }
}
