package io.fleet.cli;

import io.fleet.process.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a long-running command is asked to end: by a signal, by itself, or by its parent. The first
 * ask wins; a second signal, or the deadline of the stop, halts the JVM with 143. Thread-safe.
 */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);
  private static final int UNASKED = -1;

  private final Duration grace;
  private final Runnable lastWill;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicInteger code = new AtomicInteger(UNASKED);
  private final AtomicBoolean signalled = new AtomicBoolean();

  private Ending(Duration grace, Runnable lastWill) {
    this.grace = grace;
    this.lastWill = lastWill;
  }

  /**
   * Takes over SIGTERM, SIGINT and SIGHUP.
   *
   * @param grace what a stop may take
   * @param lastWill done before the JVM is halted: must be short, must not wait
   */
  static Ending onSignals(Duration grace, Runnable lastWill) {
    var ending = new Ending(grace, lastWill);
    for (var name : List.of("TERM", "INT", "HUP")) {
      if (!Signals.on(name, () -> ending.signal(name))) {
        log.debug("signal is kept by the JVM name={}", name);
      }
    }
    return ending;
  }

  /** One that no signal ends, for parts of this JVM; its grace is beyond any test's time. */
  static Ending byHand() {
    return new Ending(Duration.ofDays(1), () -> {});
  }

  /** Asks for an end with this exit code; later asks change nothing. */
  void ask(int exit) {
    if (code.compareAndSet(UNASKED, exit)) {
      // From here on nothing may keep the process for longer than the grace, whatever hangs.
      Thread.ofPlatform().daemon().name("fleet-watchdog").start(this::watch);
      asked.countDown();
    }
  }

  boolean isAsked() {
    return code.get() != UNASKED;
  }

  /** Waits until somebody asked; the exit code. */
  int await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ask(Exit.OK);
    }
    return code.get();
  }

  /** Waits for so long at the most; whether somebody asked. */
  boolean await(Duration limit) {
    try {
      return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ask(Exit.OK);
      return true;
    }
  }

  private void signal(String name) {
    // The end may have been asked for by the parent already; only a second signal is impatience.
    if (!signalled.compareAndSet(false, true)) {
      log.warn("second signal, the stop is cut short signal={}", name);
      halt();
    }
    log.info("stopping signal={}", name);
    ask(Exit.OK);
  }

  private void watch() {
    try {
      Thread.sleep(grace);
      log.error("the stop took too long, halting grace={}", grace);
      halt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void halt() {
    try {
      lastWill.run();
    } finally {
      Runtime.getRuntime().halt(Exit.CUT_SHORT);
    }
  }
}
