package io.fleet.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records of one outlet with their numbers: those that wait for an answer, and the last of
 * those accepted, in case Redis loses its tail. Thread-safe: the slot's thread adds, the outlet's
 * context takes.
 */
final class SendWindow {
  static final int BATCH_RECORDS = 256;
  static final int BATCH_BYTES = 1 << 20;

  /** What an execution may emit before some of it is sent while it still runs. */
  static final int FULL_RECORDS = 1_000;

  /** What may wait unsent; an emitter that flushes when told to never comes near. */
  static final int MOST_WAITING = FULL_RECORDS + 24;

  private static final int REPLAY_RECORDS = 512;
  private static final int REPLAY_BYTES = 4 << 20;

  /** One record with its number in this generation. */
  record Item(long n, String key, String unique, String json, int bytes) {
    boolean isPlain() {
      return key.isEmpty() && unique.isEmpty();
    }
  }

  /**
   * What one call sends.
   *
   * @param skip the last number before records that are lost, or -1
   */
  record Batch(long first, long skip, List<Item> items) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Item> accepted = new ArrayDeque<>();
  private final Deque<Item> waiting = new ArrayDeque<>();
  private final int batchRecords;
  private long waitingBytes;
  private long acceptedBytes;
  private long offered;
  private long pinned;
  private long skip = -1;
  private long lost;

  /** With batches of at most so many records, so that one always fits the topic's bounds. */
  SendWindow(int batchRecords) {
    this.batchRecords = Math.clamp(batchRecords, 1, BATCH_RECORDS);
  }

  void offer(String key, String unique, String json, int bytes) {
    lock.lock();
    try {
      if (waiting.size() >= MOST_WAITING) {
        throw new IllegalStateException(
            "more than " + MOST_WAITING + " records wait to be sent; flush before emitting more");
      }
      waiting.addLast(new Item(++offered, key, unique, json, bytes));
      waitingBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether no more should be offered before some was sent. */
  boolean full() {
    lock.lock();
    try {
      return waiting.size() >= FULL_RECORDS || waitingBytes >= BATCH_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the last record offered. */
  long offered() {
    lock.lock();
    try {
      return offered;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing up to that number waits. */
  boolean drained(long target) {
    lock.lock();
    try {
      var head = waiting.peekFirst();
      return head == null || head.n() > target;
    } finally {
      lock.unlock();
    }
  }

  /** The next batch; the same again until it is accepted, perhaps longer. */
  Optional<Batch> next() {
    lock.lock();
    try {
      var items = new ArrayList<Item>();
      var bytes = 0;
      for (var item : waiting) {
        if (items.size() == batchRecords
            || (!items.isEmpty() && bytes + item.bytes() > BATCH_BYTES)) {
          break;
        }
        items.add(item);
        bytes += item.bytes();
      }
      if (items.isEmpty()) {
        return Optional.empty();
      }
      pinned = Math.max(pinned, items.getLast().n());
      return Optional.of(new Batch(items.getFirst().n(), skip, items));
    } finally {
      lock.unlock();
    }
  }

  /** Redis has everything up to that number. */
  void accepted(long last) {
    lock.lock();
    try {
      skip = -1;
      while (!waiting.isEmpty() && waiting.getFirst().n() <= last) {
        var item = waiting.removeFirst();
        waitingBytes -= item.bytes();
        accepted.addLast(item);
        acceptedBytes += item.bytes();
      }
      while (accepted.size() > REPLAY_RECORDS || acceptedBytes > REPLAY_BYTES) {
        acceptedBytes -= accepted.removeFirst().bytes();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Redis knows nothing after that number: what is still held goes again.
   *
   * @return how many records are lost for good, because they are not held any more
   */
  long gap(long last) {
    lock.lock();
    try {
      while (!accepted.isEmpty() && accepted.getLast().n() > last) {
        unaccept();
      }
      var first = waiting.getFirst().n();
      if (first <= last + 1) {
        skip = -1;
        return 0;
      }
      var missing = skip == last ? 0 : first - last - 1;
      skip = last;
      lost += missing;
      return missing;
    } finally {
      lock.unlock();
    }
  }

  /** Everything that is still held goes again: Redis may have lost it. */
  void replay() {
    lock.lock();
    try {
      while (!accepted.isEmpty()) {
        unaccept();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes back what no batch has held yet, with its numbers. */
  int discard() {
    lock.lock();
    try {
      var count = 0;
      while (!waiting.isEmpty() && waiting.getLast().n() > pinned) {
        waitingBytes -= waiting.removeLast().bytes();
        offered--;
        count++;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  private void unaccept() {
    var item = accepted.removeLast();
    acceptedBytes -= item.bytes();
    waiting.addFirst(item);
    waitingBytes += item.bytes();
  }
}
