package io.fleet.worker;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Times one execution, and carries the interrupt to it. Time spent waiting in take does not count.
 * An interrupt reaches the execution that it is meant for or nobody: it is sent under the lock that
 * begins and ends an execution, and cleared at its end.
 */
final class Stopwatch {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private boolean executing;
  private boolean waiting;
  private boolean timedOut;
  private long sinceNanos;
  private long timedOutNanos;
  private long busyNanos;
  private volatile long movedNanos;
  private volatile boolean resting;

  /** Of which standstill was told: when the last thing before it ended. */
  private long toldNanos = Long.MIN_VALUE;

  /** The slot's own thread, before anything else. */
  void own(Thread slotThread) {
    lock.lock();
    try {
      thread = slotThread;
    } finally {
      lock.unlock();
    }
  }

  /** Something ended. Any thread. */
  void moved(long now) {
    movedNanos = now;
  }

  /** It rests as it said, or no longer does; that is no standstill. */
  void rests(boolean begins, long now) {
    resting = begins;
    movedNanos = now;
  }

  /**
   * Whether nothing ended for so long, although it neither rests nor waits for a record. Says so
   * once for each standstill: what stalled while it began and then ran may stall again.
   */
  boolean stalled(long now, long limitNanos) {
    lock.lock();
    try {
      // Read once: what moves meanwhile begins another standstill, which is not told yet.
      var since = movedNanos;
      if (waiting || resting || now - since <= limitNanos || toldNanos == since) {
        return false;
      }
      toldNanos = since;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void begin(long now) {
    movedNanos = now;
    lock.lock();
    try {
      executing = true;
      timedOut = false;
      busyNanos = 0;
      sinceNanos = now;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the execution and says how long it was busy. A late interrupt is swallowed here. */
  long end(long now) {
    movedNanos = now;
    lock.lock();
    try {
      executing = false;
      if (timedOut) {
        Thread.interrupted();
      }
      return busyNanos + (waiting ? 0 : now - sinceNanos);
    } finally {
      lock.unlock();
    }
  }

  void waits(boolean begins, long now) {
    movedNanos = now;
    lock.lock();
    try {
      if (begins) {
        busyNanos += now - sinceNanos;
      } else {
        sinceNanos = now;
      }
      waiting = begins;
    } finally {
      lock.unlock();
    }
  }

  boolean timedOut() {
    lock.lock();
    try {
      return timedOut;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts an execution that has been busy for too long without a pause. */
  void check(long now, long limitNanos) {
    lock.lock();
    try {
      if (executing && !waiting && !timedOut && now - sinceNanos > limitNanos && thread != null) {
        timedOut = true;
        timedOutNanos = now;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** For how long an execution has gone on after its time-out interrupted it; 0 when none does. */
  long ignoredNanos(long now) {
    lock.lock();
    try {
      return executing && timedOut ? Math.max(1, now - timedOutNanos) : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts whatever the slot does. */
  void interrupt() {
    lock.lock();
    try {
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
