package io.fleet.master;

import io.fleet.loop.Loop;
import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The snapshot as the leader uses it: the present one in memory, commits off the event loop and one
 * at a time. A commit that finds a higher epoch fails, for somebody else leads then.
 */
final class Archive {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Loop loop;
  private final SnapshotStore store;
  private boolean doubtful;
  private Snapshot current = Snapshot.empty();
  private Future<Snapshot> last = Future.succeededFuture(current);

  Archive(Loop loop, SnapshotStore store) {
    this.loop = loop;
    this.store = store;
  }

  Snapshot current() {
    return current;
  }

  /**
   * Reads the newest snapshot. In turn with the commits: one that was still under way would be
   * forgotten by whoever builds on what was read before it.
   */
  Future<Snapshot> load() {
    var mine =
        last.transform(before -> loop.blocking(store::load).onSuccess(loaded -> current = loaded));
    last = mine;
    return mine;
  }

  /**
   * Makes a change of the present snapshot durable, and its outcome the present one. Each change is
   * made upon the one before, so that two at a time lose nothing; it fails when another epoch has
   * begun since it was asked for.
   */
  Future<Snapshot> commit(UnaryOperator<Snapshot> change) {
    var epoch = current.epoch();
    var mine = last.transform(before -> write(change, epoch));
    last = mine;
    return mine;
  }

  /**
   * A commit that failed may be on the disk all the same. Whoever asked was told that nothing
   * changed, so what counts is written over it, again and again until that is known to be so.
   */
  private void doubt(long epoch) {
    if (doubtful) {
      return;
    }
    doubtful = true;
    loop.after(
        AGAIN,
        () -> {
          doubtful = false;
          if (current.epoch() == epoch) {
            commit(UnaryOperator.identity());
          }
        });
  }

  private Future<Snapshot> write(UnaryOperator<Snapshot> change, long epoch) {
    if (current.epoch() != epoch) {
      return Future.failedFuture("epoch " + epoch + " is over");
    }
    var next = change.apply(current);
    return loop.blocking(() -> store.commit(next, epoch))
        .onFailure(e -> doubt(epoch))
        .compose(
            written -> {
              if (!written) {
                return Future.failedFuture(new Superseded(epoch));
              }
              current = next;
              return Future.succeededFuture(next);
            });
  }
}
