package io.fleet.master;

import io.fleet.loop.VertxLoop;
import io.fleet.metrics.Meters;
import io.fleet.redis.DedicatedConnection;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisCheck;
import io.fleet.redis.RedisLink;
import io.fleet.snapshot.FileSnapshotStore;
import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.FleetReader;
import io.fleet.store.RedisLeaderStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A master. Deploy one instance on each host that may lead; the one with the lease leads, the
 * others stand by. Config keys: {@code redis}, {@code fleet}, {@code state}, and {@code http} when
 * it is to serve API and dashboard as well. Starting fails with one sentence when Redis does not
 * answer or may not be used, or when another master has the state folder.
 *
 * @since 0.1
 */
public final class MasterVerticle extends VerticleBase {
  private static final String API = "io.fleet.api.ApiVerticle";

  private @Nullable RedisLink redis;
  private @Nullable FileSnapshotStore snapshots;
  private @Nullable MasterCore core;
  private @Nullable DedicatedConnection certificates;

  /** Made by Vert.x. */
  public MasterVerticle() {}

  @Override
  public Future<?> start() {
    var settings = MasterSettings.of(config());
    var keys = new Keys(settings.fleet());
    var link = RedisLink.open(vertx, settings.redis());
    redis = link;
    return RedisCheck.insist(link)
        .compose(usable -> vertx.executeBlocking(() -> FileSnapshotStore.open(settings.state())))
        .map(
            store -> {
              snapshots = store;
              lead(link, keys, store);
              return null;
            })
        .compose(leading -> serve());
  }

  @Override
  public Future<?> stop() {
    if (certificates != null) {
      certificates.stop();
    }
    return (core == null ? Future.succeededFuture() : core.stop())
        .eventually(
            () -> {
              if (snapshots != null) {
                snapshots.close();
              }
              return redis == null ? Future.succeededFuture() : redis.close();
            });
  }

  /** The API is named, not referred to: a master knows nothing of it but where it is to listen. */
  private Future<String> serve() {
    return config().containsKey("http")
        ? vertx.deployVerticle(API, new DeploymentOptions().setConfig(config()))
        : Future.succeededFuture("");
  }

  private void lead(RedisLink link, Keys keys, SnapshotStore snapshots) {
    var running =
        new MasterCore(
            VertxLoop.current(vertx),
            new RedisLeaderStore(link, keys),
            new FleetReader(link, keys),
            snapshots,
            () -> UUID.randomUUID().toString(),
            new BusSignals(vertx),
            new LeaderMeters(Meters.of(vertx)));
    core = running;
    var listening =
        new DedicatedConnection(
            vertx, link.settings(), "certificates", connection -> listen(connection, keys));
    certificates = listening;
    listening.start();
    running.start();
  }

  /** A shell that wrote a certificate says so here, since it is no member of the cluster. */
  private Future<Void> listen(RedisConnection connection, Keys keys) {
    var over = Promise.<Void>promise();
    connection.handler(message -> nudgeIfLeading());
    connection.send(Request.cmd(Command.SUBSCRIBE).arg(keys.nudges())).onFailure(over::tryFail);
    return over.future();
  }

  private void nudgeIfLeading() {
    if (core != null) {
      core.reign().ifPresent(Reign::nudge);
    }
  }
}
