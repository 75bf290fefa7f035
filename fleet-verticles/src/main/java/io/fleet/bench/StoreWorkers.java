package io.fleet.bench;

import io.fleet.loop.VertxLoop;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Many workers in one JVM: real boots that really beat, over slots that obey at once. */
final class StoreWorkers {
  private StoreWorkers() {}

  /** Arguments: Redis' URL, how many, and the room of each. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var keys = new Keys(StoreBench.FLEET);
    var link = RedisLink.open(vertx, RedisSettings.of(args[0]));
    Map<String, SimulatedWorker> workers = new HashMap<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            go -> {
              var loop = VertxLoop.current(vertx);
              var signals = new RedisSignals(vertx, link);
              for (var i = 0; i < Integer.parseInt(args[1]); i++) {
                var worker = new SimulatedWorker("w" + i, Integer.parseInt(args[2]));
                workers.put(worker.name(), worker);
                worker.start(loop, link, keys, signals, i);
              }
              signals.workers(
                  name -> {
                    var worker = workers.get(name);
                    if (worker != null) {
                      worker.nudge();
                    }
                  });
            });
    Child.serve(line -> Wait.heapMiB());
    System.exit(0);
  }
}
