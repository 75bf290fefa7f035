package io.fleet.bench;

import io.fleet.config.StreamSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.stream.Inlet;
import io.fleet.stream.Streams;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** The readers of the streams bench, as slots read: typed, begun, acknowledged. */
final class StreamConsumer {
  private StreamConsumer() {}

  /** Arguments: Redis' URL, how many slots, the window of the topic, how many are taken at once. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var streams =
        new Streams(
            vertx, RedisLink.open(vertx, RedisSettings.of(args[0])), new Keys(StreamsBench.FLEET));
    var spec = new StreamSpec(StreamItem.TOPIC.name(), Integer.parseInt(args[2]), 1_000_000, 3);
    var most = Integer.parseInt(args[3]);
    var arrivals = new Arrivals();
    for (var i = 0; i < Integer.parseInt(args[1]); i++) {
      var inlet =
          streams.inlet(StreamItem.TOPIC, spec, "consumer", StreamsBench.fence("consumer/" + i));
      Thread.startVirtualThread(() -> take(inlet, most, arrivals));
    }
    Child.serve(arrivals::answer);
  }

  private static void take(Inlet<StreamItem> inlet, int most, Arrivals arrivals) {
    var bell = new Semaphore(0);
    inlet.onReady(bell::release);
    inlet.start();
    for (; ; ) {
      var taken = inlet.poll(most);
      if (taken.isEmpty()) {
        bell.acquireUninterruptibly();
        bell.drainPermits();
        continue;
      }
      var now = System.nanoTime();
      for (var delivery : taken) {
        arrivals.add(now, delivery.value());
      }
      Wait.on(inlet.complete(taken, true));
    }
  }
}
