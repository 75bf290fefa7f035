package io.fleet.snapshot;

/**
 * Keeps the snapshot. Blocking: call it off the event loop. Safe to share between threads.
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
   * Makes a snapshot durable, if the newest one still has this epoch; when it returns true, it
   * survives a loss of power. False when another master has begun an epoch meanwhile. Throws {@link
   * java.io.UncheckedIOException} when it cannot be written.
   */
  boolean commit(Snapshot next, long expectedEpoch);

  @Override
  void close();
}
