package io.fleet.worker;

import java.util.function.LongSupplier;

/**
 * How long this worker may go on. Counted from the sending of the last answered heartbeat, so that
 * it ends here before anybody could think it over. A lapsed lease is never renewed: the worker
 * starts over with a new boot. Thread-safe.
 *
 * @since 0.1
 */
public final class Lease {
  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier nanos;
  private volatile long endNanos = NONE;

  /** Not held yet. */
  public Lease(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether work may go on. */
  public boolean valid() {
    var end = endNanos;
    return end != NONE && nanos.getAsLong() - end < 0;
  }

  /** Whether it was held and has run out. */
  boolean lapsed() {
    var end = endNanos;
    return end != NONE && nanos.getAsLong() - end >= 0;
  }

  /** A heartbeat that was sent then was answered; false when the lease had run out meanwhile. */
  boolean renewed(long sentNanos, long leaseNanos) {
    if (tooLate()) {
      return false;
    }
    var end = sentNanos + leaseNanos;
    if (end - nanos.getAsLong() <= 0) {
      return false;
    }
    endNanos = end;
    return true;
  }

  private boolean tooLate() {
    return lapsed();
  }

  /** For the shell's pulse: the end by the monotonic clock of the host. */
  long endNanos() {
    return endNanos;
  }
}
