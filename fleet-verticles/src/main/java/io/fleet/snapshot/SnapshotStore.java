package io.fleet.snapshot;

/**
 * Keeps the snapshot, one for all masters; each master has a store of its own. Blocking, with a
 * time limit: call it off the event loop. Safe to share between threads.
 *
 * @since 0.1
 */
public interface SnapshotStore extends AutoCloseable {
  /**
   * The newest committed snapshot; empty before the first commit. Throws {@link SnapshotLost} when
   * there is none that is whole.
   */
  Snapshot load();

  /**
   * Makes a snapshot durable, if the newest one still has this epoch and is the one that this store
   * loaded or committed last; when it returns true, it survives a loss of power. False when another
   * master has begun an epoch or committed anything meanwhile: then load again. Throws {@link
   * java.io.UncheckedIOException} when it cannot be written; it may then be there all the same, and
   * the next commit of this store replaces it.
   */
  boolean commit(Snapshot next, long expectedEpoch);

  @Override
  void close();
}
