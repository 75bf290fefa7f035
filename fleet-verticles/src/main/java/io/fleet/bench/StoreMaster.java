package io.fleet.bench;

import io.fleet.config.FleetFile;
import io.fleet.loop.VertxLoop;
import io.fleet.master.MasterCore;
import io.fleet.master.MasterMeters;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.snapshot.FileSnapshotStore;
import io.fleet.store.FleetReader;
import io.fleet.store.RedisLeaderStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** A master in a JVM of its own: everything but the cluster and the API. */
final class StoreMaster {
  private static final class Passes implements MasterMeters {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    @Override
    public void passed(long tookNanos) {
      count.increment();
      nanos.add(tookNanos);
    }

    @Override
    public void leads(boolean leads, long epoch) {}

    @Override
    public void fenced() {}
  }

  private StoreMaster() {}

  /** Arguments: Redis' URL, and a folder for the snapshot. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var keys = new Keys(StoreBench.FLEET);
    var link = RedisLink.open(vertx, RedisSettings.of(args[0]));
    var snapshots = FileSnapshotStore.open(Path.of(args[1]));
    var passes = new Passes();
    var context = vertx.getOrCreateContext();
    var made = Promise.<MasterCore>promise();
    context.runOnContext(
        go -> {
          var core =
              new MasterCore(
                  VertxLoop.current(vertx),
                  new RedisLeaderStore(link, keys),
                  new FleetReader(link, keys),
                  snapshots,
                  () -> UUID.randomUUID().toString(),
                  new RedisSignals(vertx, link),
                  passes);
          core.start();
          made.complete(core);
        });
    Child.serve(
        line -> {
          var words = line.split(" ");
          return switch (words[0]) {
            case "apply" -> {
              var done = Promise.<String>promise();
              context.runOnContext(
                  go ->
                      apply(made.future().result(), words)
                          .onSuccess(applied -> done.complete("ok"))
                          .onFailure(e -> done.complete(String.valueOf(e))));
              yield Wait.on(done.future());
            }
            case "heap" -> Wait.heapMiB();
            default -> passes.count.sum() + " " + passes.nanos.sum() / 1e6;
          };
        });
    System.exit(0);
  }

  private static Future<?> apply(MasterCore core, String[] words) {
    return core.reign()
        .<Future<?>>map(
            reign -> {
              var spec = StoreBench.spec(Integer.parseInt(words[1]), words[2]);
              return reign.apply(FleetFile.toJson(spec), "bench-" + words[1] + words[2], "bench");
            })
        .orElseGet(() -> Future.failedFuture("it does not lead"));
  }
}
