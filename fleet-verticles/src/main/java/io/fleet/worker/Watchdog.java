package io.fleet.worker;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the lease again and again, on a platform thread of its own, so that neither a busy event
 * loop nor a busy carrier thread can keep it from seeing that the lease has run out.
 */
final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
  private static final long AFTER_A_FAULT_NANOS = 10_000_000;

  private final Watch watch;
  private final Thread thread;
  private volatile boolean stopped;

  Watchdog(Watch watch) {
    this.watch = watch;
    this.thread = Thread.ofPlatform().daemon().name("fleet-watchdog").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!stopped) {
      var pause = AFTER_A_FAULT_NANOS;
      try {
        var next = watch.look();
        if (next.isEmpty()) {
          return;
        }
        pause = next.get().toNanos();
      } catch (RuntimeException e) {
        // The watchdog must outlive whatever it meets: it is what ends the others.
        log.error("watchdog look failed", e);
      }
      LockSupport.parkNanos(pause);
    }
  }
}
