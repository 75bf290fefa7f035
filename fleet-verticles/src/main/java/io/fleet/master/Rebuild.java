package io.fleet.master;

import io.fleet.snapshot.Snapshot;
import io.vertx.core.Future;

/** Makes a snapshot anew from what is left elsewhere, when the operator has said so. */
@FunctionalInterface
interface Rebuild {
  /** What can be known without the snapshot. */
  Future<Snapshot> snapshot();
}
