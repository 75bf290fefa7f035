package io.fleet.process;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what is no protocol to the shell's own output, on its own thread: a terminal that is held
 * must not hold the supervisor. What does not fit the queue is dropped and counted.
 */
final class PassThrough {
  private static final int LINES = 4_096;
  private static final long FLUSH_MILLIS = 1_000;

  private final PrintStream out;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(LINES);
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  PassThrough(PrintStream out) {
    this.out = out;
    Thread.ofPlatform().daemon().name("fleet-shell-output").start(this::loop);
  }

  void write(byte[] line) {
    open.incrementAndGet();
    if (!queue.offer(line)) {
      open.decrementAndGet();
      dropped.incrementAndGet();
    }
  }

  long dropped() {
    return dropped.get();
  }

  /** Gives what is queued a moment to be written. */
  void flush() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
    while (open.get() > 0 && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void loop() {
    while (true) {
      try {
        byte[] line = queue.take();
        out.write(line, 0, line.length);
        if (queue.isEmpty()) {
          out.flush();
        }
        open.decrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
