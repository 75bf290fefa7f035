package io.fleet.worker;

import io.fleet.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How a boot goes when it is told to: its slots are handed over or ended, and the leader sees it.
 */
final class Leave {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Loop loop;
  private final SlotBook book;
  private final Hosting host;
  private final Duration heartbeat;
  private final BooleanSupplier ending;
  private final BooleanSupplier over;

  /**
   * On the boot's loop.
   *
   * @param ending whether the boot ends its slots without being asked
   * @param over whether it is over
   */
  Leave(
      Loop loop,
      SlotBook book,
      Hosting host,
      Duration heartbeat,
      BooleanSupplier ending,
      BooleanSupplier over) {
    this.loop = loop;
    this.book = book;
    this.host = host;
    this.heartbeat = heartbeat;
    this.ending = ending;
    this.over = over;
  }

  /** Completes when the leader has seen that nothing lives, or need not be waited for. */
  Future<Void> start(Duration atMost, boolean byStep) {
    if (byStep) {
      var patience = heartbeat.compareTo(PATIENCE) > 0 ? heartbeat : PATIENCE;
      var handOver = new HandOver(book.staying(), atMost, patience, loop.nanos());
      handOver(handOver, loop.nanos() + atMost.toNanos());
    } else {
      host.quiet(atMost);
    }
    var done = Promise.<Void>promise();
    // Once nothing lives, the leader gets two heartbeats' time to see it; nothing rests on its
    // having seen it.
    var patience = heartbeat.multipliedBy(2).toNanos();
    loop.after(LOOK, () -> lookWhetherLeft(done, patience, 0));
    return done.future();
  }

  private void handOver(HandOver handOver, long end) {
    var now = loop.nanos();
    if (ending.getAsBoolean()) {
      return;
    }
    if (handOver.goesOn(book.staying(), now)) {
      loop.after(LOOK, () -> handOver(handOver, end));
    } else {
      host.quiet(Duration.ofNanos(end - now));
    }
  }

  private void lookWhetherLeft(Promise<Void> done, long patience, long endedAt) {
    var now = loop.nanos();
    // Code that will not stop ends with its JVM, so nobody may wait for it here.
    var quiet = !book.ending() && (host.isEmpty() || book.living());
    var ended = endedAt == 0 && quiet ? now : endedAt;
    var seenByLeader = book.isEmpty() && host.isEmpty();
    if (seenByLeader || over.getAsBoolean() || (ended != 0 && now - ended > patience)) {
      done.tryComplete();
    } else {
      loop.after(LOOK, () -> lookWhetherLeft(done, patience, ended));
    }
  }
}
