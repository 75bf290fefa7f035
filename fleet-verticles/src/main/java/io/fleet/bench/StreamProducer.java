package io.fleet.bench;

import io.fleet.config.StreamSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.stream.Outlet;
import io.fleet.stream.Streams;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The writers of the streams bench, as slots write: fenced and typed. */
final class StreamProducer {
  /** What an execution emits, when it is to be quick. */
  private static final int AN_EXECUTION = 1_000;

  private StreamProducer() {}

  /** Arguments: Redis' URL, how many slots, the window of the topic. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var streams =
        new Streams(
            vertx, RedisLink.open(vertx, RedisSettings.of(args[0])), new Keys(StreamsBench.FLEET));
    var slots = Integer.parseInt(args[1]);
    var spec = new StreamSpec(StreamItem.TOPIC.name(), Integer.parseInt(args[2]), 1_000_000, 3);
    var outlets = new ArrayList<Outlet<StreamItem>>();
    for (var i = 0; i < slots; i++) {
      outlets.add(streams.outlet(StreamItem.TOPIC, spec, StreamsBench.fence("producer/" + i)));
    }
    Child.serve(
        line -> {
          var words = line.split(" ");
          var count = Long.parseLong(words[1]);
          return words[0].equals("burst")
              ? burst(outlets, count)
              : paced(outlets.getFirst(), count, Long.parseLong(words[2]));
        });
  }

  /** As fast as it goes, over all slots; answers when it began. */
  private static String burst(List<Outlet<StreamItem>> outlets, long count) {
    var begin = System.nanoTime();
    var each = count / outlets.size();
    var threads = new ArrayList<Thread>();
    for (var outlet : outlets) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (var n = 1L; n <= each; n++) {
                  outlet.offer(StreamItem.of(n));
                  if (n % AN_EXECUTION == 0 || n == each || outlet.full()) {
                    Wait.on(outlet.flush());
                  }
                }
              }));
    }
    threads.forEach(StreamProducer::join);
    return "" + begin;
  }

  /** One by one, so many a second. */
  private static String paced(Outlet<StreamItem> outlet, long count, long perSecond) {
    var begin = System.nanoTime();
    for (var n = 1L; n <= count; n++) {
      var due = begin + n * 1_000_000_000L / perSecond;
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      outlet.offer(StreamItem.of(n));
      Wait.on(outlet.flush());
    }
    return "" + begin;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bench was interrupted", e);
    }
  }
}
