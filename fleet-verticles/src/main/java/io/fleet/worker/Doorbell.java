package io.fleet.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where a slot's thread waits: for a record, for the end of its rest, or to be told to stop. A ring is never lost. */
final class Doorbell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean pending;

  /** Wakes the waiting thread, or the next one that waits. */
  void ring() {
    lock.lock();
    try {
      pending = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a ring, but not longer than this. */
  void await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = nanos;
      while (!pending && left > 0) {
        left = rung.awaitNanos(left);
      }
      pending = false;
    } finally {
      lock.unlock();
    }
  }

  /** A day, which is as good as for ever: the waiter looks again. */
  static long longest() {
    return TimeUnit.DAYS.toNanos(1);
  }
}
