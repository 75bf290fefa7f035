package io.fleet.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that is still under way, retried with back-off on its own thread. Only the
 * highest counts, since a certificate for a boot holds for all before it.
 */
final class Certificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final long FIRST_RETRY_MILLIS = 50;
  private static final long LAST_RETRY_MILLIS = 2_000;

  private final String worker;
  private final Certifier certifier;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("fleet-shell-certifier").unstarted(this::loop);
  private long pending;

  Certificates(String worker, Certifier certifier) {
    this.worker = worker;
    this.certifier = certifier;
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** The tree of this boot was seen empty. The value is fixed here, not at a retry. */
  void issue(long boot) {
    lock.lock();
    try {
      pending = Math.max(pending, boot);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A later boot holds a lease: that proves as much. */
  void registered(long boot) {
    lock.lock();
    try {
      if (pending != 0 && boot > pending) {
        LOG.info("worker={} boot={} certificate=superseded by={}", worker, pending, boot);
        pending = 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way; whether that came true within the limit. */
  boolean awaitDone(Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (pending != 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return pending == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    long retryMillis = FIRST_RETRY_MILLIS;
    while (true) {
      try {
        long boot = take();
        if (written(boot)) {
          done(boot);
          retryMillis = FIRST_RETRY_MILLIS;
        } else {
          pause(boot, retryMillis);
          retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
        }
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  private long take() throws InterruptedException {
    lock.lock();
    try {
      while (pending == 0) {
        changed.await();
      }
      return pending;
    } finally {
      lock.unlock();
    }
  }

  private boolean written(long boot) {
    try {
      return certifier.certify(boot);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception | LinkageError e) {
      LOG.warn("worker={} boot={} certificate=retry error={}", worker, boot, e.toString());
      return false;
    }
  }

  private void done(long boot) {
    lock.lock();
    try {
      if (pending == boot) {
        pending = 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    LOG.info("worker={} boot={} certificate=written", worker, boot);
  }

  /** A new certificate need not wait for the retry of an old one, hence no plain sleep. */
  private void pause(long boot, long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      while (pending == boot && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
