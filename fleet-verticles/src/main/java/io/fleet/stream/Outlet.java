package io.fleet.stream;

import io.fleet.config.StreamSpec;
import io.fleet.slot.Fence;
import io.fleet.slot.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one topic for one generation of a slot. Records are numbered without a gap, so a batch
 * that is sent again after a lost answer is accepted once. There must be one outlet for a topic and
 * generation. {@link #offer}, {@link #full} and {@link #discard} belong to the slot's thread, the
 * other methods to any; futures complete on the caller's context.
 *
 * @param <T> the record type
 * @since 0.1
 */
public final class Outlet<T> {
  private static final Logger log = LoggerFactory.getLogger(Outlet.class);
  private static final long SHORTEST_WAIT_MILLIS = 20;
  private static final long LONGEST_WAIT_MILLIS = 250;
  private static final long LEASE_WAIT_MILLIS = 500;

  private record Flush(long target, Promise<Void> promise) {}

  private final Vertx vertx;
  private final Topic<T> topic;
  private final StreamSpec spec;
  private final Fence fence;
  private final Partition partition;
  private final JsonCodec<T> codec;
  private final SendWindow window;
  private final Lane lane;
  private final Consumer<Outlet<T>> whenClosed;
  private final List<Flush> flushes = new ArrayList<>();
  private boolean sending;
  private long failures;
  private volatile long skipped;
  private volatile @Nullable RuntimeException over;
  private volatile Optional<Reason> held = Optional.empty();

  Outlet(
      Vertx vertx,
      Partition partition,
      Topic<T> topic,
      StreamSpec spec,
      Fence fence,
      Consumer<Outlet<T>> whenClosed) {
    this.vertx = vertx;
    this.whenClosed = whenClosed;
    this.partition = partition;
    this.topic = topic;
    this.spec = spec;
    this.fence = fence;
    this.codec = new JsonCodec<>(topic);
    // A batch is accepted as a whole, so it is kept well below what may be unacknowledged at once.
    this.window =
        new SendWindow(Math.min(Math.max(1, spec.window() / 4), Math.max(1, spec.maxLength() / 4)));
    this.lane = new Lane(vertx);
  }

  /**
   * Takes a record; it is sent by {@link #flush}. Throws {@link RecordTooLarge} beyond 1 MiB of
   * JSON, {@link Fenced} when the generation is over, {@link IllegalStateException} when {@link
   * #full} was ignored for long.
   */
  public void offer(T value) {
    check();
    var json = codec.encode(value);
    var bytes = bytes(json);
    if (bytes > RecordTooLarge.LIMIT_BYTES) {
      throw new RecordTooLarge(topic.name(), bytes);
    }
    window.offer(topic.keyOf(value).orElse(""), topic.uniqueKeyOf(value).orElse(""), json, bytes);
  }

  /**
   * Whether so much waits, 1,000 records or 1 MiB, that it is to be flushed before more is offered.
   */
  public boolean full() {
    return window.full();
  }

  /** Drops what was offered and not sent: its execution failed. Returns how many records. */
  public int discard() {
    return window.discard();
  }

  /**
   * Sends what was offered so far; completes when Redis has accepted all of it, which may take as
   * long as the topic is full. Fails with {@link Fenced} when the slot belongs to another
   * generation.
   */
  public Future<Void> flush() {
    var target = window.offered();
    return lane.submit(
        () -> {
          var end = over;
          if (end != null) {
            return Future.failedFuture(end);
          }
          var flush = new Flush(target, Promise.promise());
          flushes.add(flush);
          settle();
          pump();
          return flush.promise().future();
        });
  }

  /**
   * Sends the last accepted records again. To be called when Redis came back with another run id
   * and was adopted: it may have lost its tail. What it still has is not accepted twice.
   */
  public void replay() {
    lane.run(
        () -> {
          window.replay();
          pump();
        });
  }

  /** Why records wait, or empty. */
  public Optional<Reason> waiting() {
    return held;
  }

  /** Records whose unique key was known already. */
  public long skipped() {
    return skipped;
  }

  /** Records that Redis had accepted and lost, and that were too old to be sent again. */
  public long lost() {
    return window.lost();
  }

  /** Ends it; pending flushes fail. What is under way may still be accepted. */
  public void close() {
    whenClosed.accept(this);
    lane.run(
        () ->
            end(
                new IllegalStateException(
                    "the outlet of slot %s to topic %s is closed"
                        .formatted(fence.slot(), topic.name()))));
  }

  private void check() {
    var end = over;
    if (end != null) {
      throw end;
    }
  }

  private void pump() {
    if (sending || over != null) {
      return;
    }
    var batch = window.next();
    if (batch.isEmpty()) {
      return;
    }
    sending = true;
    partition
        .emit(fence, spec, topic.typeName(), batch.get())
        .onComplete(
            answer -> {
              if (over != null) {
                return;
              }
              if (answer.succeeded()) {
                failures = 0;
                answered(answer.result());
              } else {
                failed(answer.cause());
              }
            });
  }

  private void answered(Response answer) {
    var verdict = answer.get(0).toString();
    switch (verdict) {
      case "OK" -> {
        held = Optional.empty();
        // Written on the lane alone.
        var total = skipped + answer.get(2).toLong();
        skipped = total;
        window.accepted(answer.get(1).toLong());
        sending = false;
        settle();
        pump();
      }
      case "GAP" -> {
        var last = answer.get(1).toLong();
        var lost = window.gap(last);
        if (lost > 0) {
          log.error(
              "records lost topic={} slot={} generation={} from={} to={}",
              topic.name(),
              fence.slot(),
              fence.gen(),
              last + 1,
              last + lost);
        }
        again(SHORTEST_WAIT_MILLIS);
      }
      case "FULL" -> {
        held = Optional.of(Reason.DOWNSTREAM_FULL);
        again(LONGEST_WAIT_MILLIS);
      }
      case "FENCED-LEASE" -> {
        held = Optional.of(Reason.STORE_UNAVAILABLE);
        again(LEASE_WAIT_MILLIS);
      }
      case "FENCED-GEN" -> end(new Fenced(topic.name(), fence));
      default -> {
        held = Optional.of(Reason.STORE_UNAVAILABLE);
        again(LONGEST_WAIT_MILLIS);
      }
    }
  }

  private void failed(Throwable cause) {
    // Whether it happened is unknown; the numbers make the repeat harmless.
    held = Optional.of(Reason.STORE_UNAVAILABLE);
    if (failures++ % 100 == 0) {
      log.warn(
          "emit unanswered, trying again topic={} slot={} generation={} error={}",
          topic.name(),
          fence.slot(),
          fence.gen(),
          cause.getMessage());
    }
    again(LONGEST_WAIT_MILLIS);
  }

  private void again(long longestMillis) {
    var wait =
        SHORTEST_WAIT_MILLIS
            + ThreadLocalRandom.current()
                .nextLong(Math.max(1, longestMillis - SHORTEST_WAIT_MILLIS + 1));
    vertx.setTimer(
        wait,
        go -> {
          sending = false;
          pump();
        });
  }

  private void settle() {
    flushes.removeIf(flush -> window.drained(flush.target()) && flush.promise().tryComplete());
  }

  private void end(RuntimeException cause) {
    if (over == null) {
      over = cause;
      held = Optional.empty();
      flushes.forEach(flush -> flush.promise().tryFail(cause));
      flushes.clear();
    }
  }

  /** The length in UTF-8, without making the bytes. */
  private static int bytes(String json) {
    var bytes = json.length();
    for (var i = 0; i < json.length(); i++) {
      var c = json.charAt(i);
      if (c >= 0x80) {
        // Each half of a surrogate pair is two of its four bytes.
        bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }
}
