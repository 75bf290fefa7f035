package io.fleet.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What one user of a store builds upon: the snapshot that it read or wrote last. A commit upon
 * anything else would undo what somebody else wrote in the same epoch, between the read and the
 * write. Guarded by its owner.
 */
final class Basis {
  private @Nullable Snapshot seen;
  private @Nullable Snapshot attempt;

  /** This is what is stored now. */
  void is(Snapshot stored) {
    seen = stored;
    attempt = null;
  }

  /** Whether a commit upon that epoch may replace what is stored. */
  boolean holds(Snapshot stored, long expectedEpoch) {
    if (stored.epoch() != expectedEpoch) {
      return false;
    }
    // A write that failed may have happened all the same: it was ours, so we may go on from it.
    return seen == null || stored.equals(seen) || stored.equals(attempt);
  }

  /** From here until {@link #is}, that may be stored or not. */
  void trying(Snapshot stored, Snapshot next) {
    seen = stored;
    attempt = next;
  }
}
