package io.fleet.slot;

/**
 * What a worker says of one generation of a slot.
 *
 * @since 0.1
 */
public enum Phase {
  /** Taken on; setup has not ended yet. */
  STARTING(true),
  /** Setup is done. */
  RUNNING(true),
  /** Asked to stop, or ending by itself. */
  STOPPING(true),
  /** Everything of the generation has ended, all its emits were answered. */
  DONE(false),
  /** As DONE, with a cause. */
  FAILED(false),
  /** The interrupt was ignored past the ladder; still alive. */
  STUCK(true);

  private final boolean living;

  Phase(boolean living) {
    this.living = living;
  }

  /** Whether something of the generation may still run. */
  public boolean living() {
    return living;
  }
}
