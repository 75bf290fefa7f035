package io.fleet.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a look at the lease leads to: nothing while it holds, a fence once it has run out, and past
 * 0.8 K of the fence the halt, if that is what was asked for. Belongs to whoever looks.
 *
 * @since 0.1
 */
public final class Watch {
  private static final Duration FENCING = Duration.ofMillis(20);

  /** What is looked at. */
  public interface Watched {
    /** The lease has run out; called once, and not on the event loop. */
    void fence();

    /** Called at each look. */
    void tick(long now);

    /** Whether user code of the fenced boot still runs. */
    boolean living();

    /** How often to look. */
    Duration period();

    /** K. */
    Duration grace();
  }

  private final Lease lease;
  private final Watched watched;
  private final LongSupplier nanos;
  private final Optional<Runnable> halt;
  private long haltNanos;
  private boolean fencing;

  /**
   * Over one lease.
   *
   * @param halt ends the JVM, code that will not stop included; empty for a JVM that is not only a
   *     worker
   */
  public Watch(Lease lease, Watched watched, LongSupplier nanos, Optional<Runnable> halt) {
    this.lease = lease;
    this.watched = watched;
    this.nanos = nanos;
    this.halt = halt;
  }

  /** Looks once; empty when there is nothing more to look at, else when to look again. */
  public Optional<Duration> look() {
    var now = nanos.getAsLong();
    // Busy ending is not frozen: the shell must go on hearing from us, or it would kill this JVM.
    watched.tick(now);
    if (!fencing) {
      if (!lease.lapsed()) {
        return Optional.of(watched.period());
      }
      fencing = true;
      haltNanos = now + watched.grace().toNanos() * 8 / 10;
      watched.fence();
    }
    if (!watched.living()) {
      // The next boot has a lease of its own.
      return Optional.empty();
    }
    if (now - haltNanos < 0) {
      return Optional.of(FENCING);
    }
    halt.ifPresent(Runnable::run);
    return Optional.empty();
  }
}
