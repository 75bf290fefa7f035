package io.fleet.protocol;

/**
 * How one kind of leased things stands: {@code opened = closed + reaped} once all has ended.
 *
 * @param opened how many there were so far
 * @param closed how many ended as they should
 * @param reaped how many had to be ended for their slot
 * @since 0.1
 */
public record Balance(long opened, long closed, long reaped) {
  /** Nothing yet. */
  public static final Balance ZERO = new Balance(0, 0, 0);

  /** How many are open now. */
  public long open() {
    return opened - closed - reaped;
  }
}
