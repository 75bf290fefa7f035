package io.fleet.logs;

import io.fleet.protocol.LogAddress;
import io.fleet.protocol.LogLevel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The last lines of each slot, and of the worker itself, in memory: 1,000 lines of at most 8 Ki
 * characters each, and a bound over all, past which the slot that has said nothing for the longest
 * time loses its oldest lines first. They outlive generations.
 *
 * <p>Whoever logs never waits: a line goes into a queue, and whoever finds nobody at work puts what
 * is queued in its place. When too much is queued, lines are dropped, and a line says how many.
 *
 * @since 0.1
 */
public final class LogRing {
  static final int LINE_CHARS = 8 * 1024;
  static final long TOTAL_BYTES = 32L << 20;
  private static final long WAITING_BYTES = 4L << 20;
  private static final int TURN = 256;

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final long totalBytes;
  private final long waitingBytes;
  private final Queue<LogLine> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingNow = new AtomicLong();
  private final Map<String, Long> dropped = new ConcurrentHashMap<>();
  private final List<Consumer<LogLine>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  // The slot that spoke last is the last one; guarded by the lock, like all below.
  private final LinkedHashMap<String, ArrayDeque<LogLine>> tails = new LinkedHashMap<>();
  private long bytes;
  private long number;
  private long latestMillis;

  /** With the usual bounds. */
  public LogRing() {
    this(TOTAL_BYTES, WAITING_BYTES);
  }

  LogRing(long totalBytes, long waitingBytes) {
    this.totalBytes = totalBytes;
    this.waitingBytes = waitingBytes;
  }

  /** Another one for each ring: line numbers of two are not to be compared. */
  public String id() {
    return id;
  }

  /** Takes a line, and gives it its number. Any thread; never waits. */
  public void add(LogLine line) {
    var cost = line.bytes();
    if (waitingNow.addAndGet(cost) > waitingBytes) {
      waitingNow.addAndGet(-cost);
      dropped.merge(line.slot(), 1L, Long::sum);
      return;
    }
    waiting.add(line);
    settle();
  }

  /**
   * The last lines of a slot, or of the worker itself for an empty name; oldest first. Any thread.
   */
  public List<LogLine> last(String slot, LogLevel least, int most) {
    lock.lock();
    try {
      turn(Integer.MAX_VALUE);
      var tail = tails.get(slot);
      var found = new ArrayList<LogLine>();
      if (tail != null) {
        for (var all = tail.descendingIterator(); all.hasNext() && found.size() < most; ) {
          var line = all.next();
          if (line.level().atLeast(least)) {
            found.add(line);
          }
        }
      }
      return found.reversed();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hears every line from now on, in order, on the thread of whoever logs: it must not wait, throw
   * or log. The answer ends that.
   */
  public Runnable listen(Consumer<LogLine> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Looks again after each turn: what was queued during it was left to us. */
  private void settle() {
    while (!waiting.isEmpty() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        turn(TURN);
      } finally {
        lock.unlock();
      }
    }
  }

  private void turn(int most) {
    for (var i = 0; i < most; i++) {
      var line = waiting.poll();
      if (line == null) {
        dropped.keySet().forEach(this::tellDropped);
        return;
      }
      waitingNow.addAndGet(-line.bytes());
      latestMillis = line.atMillis();
      tellDropped(line.slot());
      keep(line);
    }
  }

  private void tellDropped(String slot) {
    var missing = dropped.remove(slot);
    if (missing != null) {
      keep(LogLine.dropped(missing, slot, latestMillis));
    }
  }

  private void keep(LogLine arrived) {
    var line = arrived.numbered(++number);
    var tail = tails.getOrDefault(line.slot(), new ArrayDeque<>());
    tails.putLast(line.slot(), tail);
    tail.add(line);
    bytes += line.bytes();
    if (tail.size() > LogAddress.MOST_LINES) {
      bytes -= tail.remove().bytes();
    }
    while (bytes > totalBytes && bytes > line.bytes()) {
      forgetOldest();
    }
    listeners.forEach(listener -> listener.accept(line));
  }

  private void forgetOldest() {
    var oldest = tails.firstEntry().getValue();
    bytes -= oldest.remove().bytes();
    if (oldest.isEmpty()) {
      tails.pollFirstEntry();
    }
  }
}
