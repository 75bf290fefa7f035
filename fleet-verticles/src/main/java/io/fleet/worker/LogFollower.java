package io.fleet.worker;

import io.fleet.logs.LogLine;
import io.fleet.protocol.LogLevel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One who follows a log: takes lines from whichever thread logs, and hands them out in messages.
 * What does not fit is dropped, oldest first, and the next message says how many.
 */
final class LogFollower {
  static final int MESSAGE_CHARS = 64 * 1024;
  static final int MOST_WAITING = 2_000;
  static final int WAITING_CHARS = 1 << 20;

  private final String epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();
  private volatile String slot;
  private volatile LogLevel least;
  private volatile long endNanos;
  private int waitingChars;
  private long dropped;
  private long seq;

  LogFollower(String epoch, String slot, LogLevel least, long endNanos) {
    this.epoch = epoch;
    this.slot = slot;
    this.least = least;
    this.endNanos = endNanos;
  }

  /** Asked again: perhaps for something else. */
  void renew(String which, LogLevel atLeast, long end) {
    slot = which;
    least = atLeast;
    endNanos = end;
  }

  boolean over(long now) {
    return now - endNanos > 0;
  }

  /** The number of the last message. */
  long seq() {
    return seq;
  }

  /** Takes a line, if it is asked for. Any thread; held up by nothing longer than a copy. */
  void hear(LogLine line) {
    if (!line.slot().equals(slot) || !line.level().atLeast(least)) {
      return;
    }
    lock.lock();
    try {
      waiting.add(line);
      waitingChars += chars(line);
      while (waiting.size() > MOST_WAITING || waitingChars > WAITING_CHARS) {
        waitingChars -= chars(waiting.remove());
        dropped++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** What came since, as one message of bounded size. */
  Optional<JsonObject> next(long atMillis) {
    var taken = new ArrayList<LogLine>();
    long missing;
    lock.lock();
    try {
      if (waiting.isEmpty() && dropped == 0) {
        return Optional.empty();
      }
      for (var chars = 0; !waiting.isEmpty() && chars < MESSAGE_CHARS; ) {
        var line = waiting.remove();
        chars += chars(line);
        taken.add(line);
      }
      waitingChars -= taken.stream().mapToInt(LogFollower::chars).sum();
      missing = dropped;
      dropped = 0;
    } finally {
      lock.unlock();
    }
    var lines = new JsonArray();
    taken.forEach(line -> lines.add(json(line)));
    seq++;
    return Optional.of(
        new JsonObject()
            .put("epoch", epoch)
            .put("seq", seq)
            .put("at", Instant.ofEpochMilli(atMillis).toString())
            .put("d", new JsonObject().put("lines", lines).put("dropped", missing)));
  }

  static int chars(LogLine line) {
    return 200 + line.message().length() + line.error().length();
  }

  static JsonObject json(LogLine line) {
    var json =
        new JsonObject()
            .put("n", line.number())
            .put("time", Instant.ofEpochMilli(line.atMillis()).toString())
            .put("level", line.level().name())
            .put("logger", line.logger())
            .put("thread", line.thread())
            .put("message", line.message());
    if (!line.slot().isEmpty()) {
      json.put("slot", line.slot());
    }
    if (!line.generation().isEmpty()) {
      json.put("generation", line.generation());
    }
    if (line.execution() > 0) {
      json.put("execution", line.execution());
    }
    if (!line.error().isEmpty()) {
      json.put("error", line.error());
    }
    return json;
  }
}
