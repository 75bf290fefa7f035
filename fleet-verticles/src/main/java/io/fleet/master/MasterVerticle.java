package io.fleet.master;

import io.fleet.loop.VertxLoop;
import io.fleet.metrics.Health;
import io.fleet.metrics.Meters;
import io.fleet.protocol.Beat;
import io.fleet.redis.DedicatedConnection;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisCheck;
import io.fleet.redis.RedisLink;
import io.fleet.snapshot.Snapshot;
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
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master. Deploy one instance on each host that may lead; the one with the lease leads, the
 * others stand by. Config keys: {@code redis}, {@code fleet}, {@code name}, {@code state} (a folder
 * of its own), {@code snapshot} (a folder or a PostgreSQL, one for all masters; the state folder
 * unless it is said), {@code rebuildSnapshot}, and {@code http} when it is to serve API and
 * dashboard as well. Starting fails with one sentence when Redis does not answer or may not be
 * used, when another master has the state folder, or when the snapshot cannot be used or was lost.
 *
 * @since 0.1
 */
public final class MasterVerticle extends VerticleBase {
  private static final String API = "io.fleet.api.ApiVerticle";
  private static final String CHECK = "master";
  private static final Logger log = LoggerFactory.getLogger(MasterVerticle.class);

  private @Nullable RedisLink redis;
  private @Nullable StateFolder folder;
  private @Nullable SnapshotStore snapshots;
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
    var reader = new FleetReader(link, keys);
    var origin = new Origin(rebuild(settings, reader));
    return RedisCheck.insist(link)
        .compose(usable -> highestEpoch(reader))
        // In this order: what Redis has seen was in the snapshot before.
        .compose(
            highest ->
                vertx.executeBlocking(() -> open(settings)).compose(s -> origin.of(s, highest)))
        .map(
            usable -> {
              lead(link, keys, settings, reader);
              return null;
            })
        .compose(leading -> serve())
        // A verticle that did not start is not stopped either.
        .recover(e -> stop().transform(stopped -> Future.failedFuture(e)));
  }

  private Snapshot open(MasterSettings settings) {
    try {
      folder = StateFolder.take(settings.state());
      var store = settings.snapshot().open(vertx, settings.fleet());
      snapshots = store;
      return store.load();
    } catch (UncheckedIOException e) {
      // The sentence alone: whoever looks for the innermost one would show a bare path.
      log.debug("snapshot cannot be used place={}", settings.snapshot(), e);
      throw new IllegalStateException(e.getMessage());
    }
  }

  private static Optional<Rebuild> rebuild(MasterSettings settings, FleetReader reader) {
    return settings.rebuild() ? Optional.of(new RedisRebuild(reader)) : Optional.empty();
  }

  private static Future<Long> highestEpoch(FleetReader reader) {
    return reader
        .meta()
        .compose(
            meta ->
                reader
                    .beats()
                    .map(
                        beats ->
                            FleetReader.parse(beats).values().stream()
                                .mapToLong(Beat::seen)
                                .reduce(
                                    Long.parseLong(meta.getOrDefault("epoch", "0")), Math::max)));
  }

  @Override
  public Future<?> stop() {
    Health.of(vertx).remove(CHECK);
    if (certificates != null) {
      certificates.stop();
    }
    return (core == null ? Future.succeededFuture() : core.stop())
        .eventually(
            () -> {
              if (snapshots != null) {
                snapshots.close();
              }
              if (folder != null) {
                folder.close();
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

  private void lead(RedisLink link, Keys keys, MasterSettings settings, FleetReader reader) {
    var running =
        new MasterCore(
            VertxLoop.current(vertx),
            new RedisLeaderStore(link, keys),
            reader,
            Objects.requireNonNull(snapshots),
            rebuild(settings, reader),
            settings::token,
            new BusSignals(vertx, new TopicOrders(link, keys)),
            new LeaderMeters(Meters.of(vertx)));
    core = running;
    Health.of(vertx).register(CHECK, running::complaint);
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
