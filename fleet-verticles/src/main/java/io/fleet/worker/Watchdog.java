package io.fleet.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the lease at each tick, on a platform thread of its own, so that neither a busy event
 * loop nor a busy carrier thread can keep it from seeing that the lease has run out. Past 0.8 K of
 * the fence it halts the JVM, if that is what was asked for.
 */
final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
  private static final int EXIT_FENCED = 75;

  /** What is looked at. */
  interface Watched {
    /** The lease has run out; called once for each fence, off the event loop. */
    void fence();

    /** Called at each tick. */
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
  private final boolean halt;
  private final Thread thread;
  private volatile boolean stopped;

  Watchdog(Lease lease, Watched watched, boolean halt) {
    this.lease = lease;
    this.watched = watched;
    this.halt = halt;
    this.thread = Thread.ofPlatform().daemon().name("fleet-watchdog").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    while (!stopped) {
      try {
        look();
      } catch (RuntimeException e) {
        // The watchdog must outlive whatever it meets: it is what ends the others.
        log.error("watchdog tick failed", e);
      }
      LockSupport.parkNanos(watched.period().toNanos());
    }
  }

  private void look() {
    var now = System.nanoTime();
    watched.tick(now);
    if (!lease.lapsed()) {
      return;
    }
    watched.fence();
    var end = now + watched.grace().toNanos() * 8 / 10;
    while (!stopped && watched.living() && System.nanoTime() - end < 0) {
      // Busy ending is not frozen: the shell must go on hearing from us, or it would kill this JVM.
      watched.tick(System.nanoTime());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    if (!stopped && halt && watched.living()) {
      log.error("user code outlives the fence: halting exit={}", EXIT_FENCED);
      Runtime.getRuntime().halt(EXIT_FENCED);
    }
    // The verticle makes a new lease with its next boot; until then there is nothing to watch.
    stopped = true;
  }
}
