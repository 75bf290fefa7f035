package io.fleet.worker;

/**
 * Closes when memory runs short, and opens again only when there is clearly room: between the two
 * it stays as it is, so that one slot more or less does not swing it. Pure, but for its state.
 */
final class MemoryGate {
  private final int stopAt;
  private final int resumeAt;
  private boolean closed;

  /** Closes at {@code stopAt} percent and above, opens below {@code resumeAt}. */
  MemoryGate(int stopAt, int resumeAt) {
    this.stopAt = stopAt;
    this.resumeAt = resumeAt;
  }

  /** Whether it is closed now that so much is used. */
  boolean closed(int usedPercent) {
    closed = usedPercent >= stopAt || (closed && usedPercent >= resumeAt);
    return closed;
  }
}
