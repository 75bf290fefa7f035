package io.fleet.snapshot;

/**
 * There is a snapshot, but none that is whole, or there must have been one and it is gone. Never
 * start from zero then: the message says what to do.
 *
 * @since 0.1
 */
public final class SnapshotLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SnapshotLost(String message) {
    super(message);
  }
}
