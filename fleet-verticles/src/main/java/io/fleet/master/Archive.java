package io.fleet.master;

import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The snapshot as the leader uses it: the present one in memory, commits off the event loop and one at a time. A commit that
 * finds a higher epoch fails, for somebody else leads then.
 */
final class Archive {
  private final Vertx vertx;
  private final SnapshotStore store;
  private Snapshot current = Snapshot.empty();

  Archive(Vertx vertx, SnapshotStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  Snapshot current() {
    return current;
  }

  /** Reads the newest snapshot. */
  Future<Snapshot> load() {
    return vertx
        .executeBlocking(store::load)
        .onSuccess(loaded -> current = loaded);
  }

  /** Makes a snapshot durable and the present one. */
  Future<Void> commit(Snapshot next) {
    var expected = current.epoch();
    return vertx
        .executeBlocking(() -> store.commit(next, expected))
        .compose(
            written -> {
              if (!written) {
                return Future.failedFuture("the snapshot has another epoch than " + expected + ": somebody else leads");
              }
              current = next;
              return Future.succeededFuture();
            });
  }
}
