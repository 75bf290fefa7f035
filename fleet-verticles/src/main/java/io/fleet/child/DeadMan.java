package io.fleet.child;

import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM within the stop grace once the worker's lease is over, whatever the hooks do: a
 * worker that stands still cannot end it, and another may run the slot by then. The lease's end
 * counts, not the worker's silence: a JVM that was cut off first would live twice as long.
 */
final class DeadMan {
  /** The worker's exit code of a fence. */
  private static final int EXIT_FENCED = 75;

  private volatile long leaseEnd;
  private volatile long grace;

  void start(Thread hooks, long leaseEndNanos, long graceNanos) {
    leaseEnd = leaseEndNanos;
    grace = graceNanos;
    Thread.ofPlatform()
        .daemon()
        .priority(Thread.MAX_PRIORITY)
        .name("fleet-dead-man")
        .start(() -> watch(hooks));
  }

  void pulse(long leaseEndNanos) {
    leaseEnd = leaseEndNanos;
  }

  /** No hooks of the JVM's end, which are user code. */
  static void end(String why) {
    System.err.println("process ended: " + why);
    System.err.flush();
    Runtime.getRuntime().halt(EXIT_FENCED);
  }

  private void watch(Thread hooks) {
    for (; ; ) {
      var left = leaseEnd - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
        continue;
      }
      hooks.interrupt();
      LockSupport.parkNanos(grace / 2);
      if (leaseEnd - System.nanoTime() <= 0) {
        end("the lease of its worker is over");
      }
    }
  }
}
