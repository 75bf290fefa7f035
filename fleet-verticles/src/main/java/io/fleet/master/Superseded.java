package io.fleet.master;

/**
 * The snapshot has a later epoch than ours. Whoever made it may have failed to begin it; all the
 * same nothing of ours will ever be durable again, so this leadership is over.
 */
final class Superseded extends RuntimeException {
  private static final long serialVersionUID = 1;

  Superseded(long epoch) {
    super(
        "the snapshot has another epoch than " + epoch + ": somebody else leads",
        null,
        false,
        false);
  }
}
