package io.fleet.worker;

import io.fleet.config.FleetFile;
import io.fleet.master.MasterVerticle;
import io.fleet.protocol.LeaderAddress;
import io.fleet.protocol.SlotSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.stream.Streams;
import io.fleet.testkit.RedisServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A master and workers in one JVM over a real Redis, for tests. */
final class LittleFleet implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final RedisServer redis;
  final RedisLink link;
  final FleetReader reader;
  final Streams streams;
  private final Path folder;

  LittleFleet(Path folder) {
    this.folder = folder;
    redis = RedisServer.start(RedisServer.Options.in(folder.resolve("redis")));
    link = RedisLink.open(vertx, RedisSettings.of(redis.url()));
    reader = new FleetReader(link, new Keys("test"));
    streams = new Streams(vertx, link, new Keys("test"));
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private JsonObject common(String part) {
    return new JsonObject()
        .put("redis", redis.url())
        .put("fleet", "test")
        .put("state", folder.resolve(part).toString());
  }

  String master() {
    return get(
        vertx.deployVerticle(
            new MasterVerticle(), new DeploymentOptions().setConfig(common("master"))));
  }

  String worker(String name, int capacity) {
    return worker(name, capacity, new JsonObject());
  }

  /** Whatever memory this host has left, unless a test is about that. */
  String worker(String name, int capacity, JsonObject labels) {
    return worker(name, capacity, labels, new JsonObject().put("stopAt", 0));
  }

  String worker(String name, int capacity, JsonObject labels, JsonObject admission) {
    return get(
        vertx.deployVerticle(
            new WorkerVerticle(),
            new DeploymentOptions()
                .setConfig(
                    common("worker-" + name)
                        .put("name", name)
                        .put("capacity", capacity)
                        .put("admission", admission)
                        .put("labels", labels))));
  }

  /** One whose metrics are served there. */
  String workerWithMetrics(String name, String at) {
    return get(
        vertx.deployVerticle(
            new WorkerVerticle(),
            new DeploymentOptions()
                .setConfig(common("worker-" + name).put("name", name).put("http", at))));
  }

  /** The API beside it, on a free port; asked over the bus. */
  void api() {
    get(
        vertx.deployVerticle(
            "io.fleet.api.ApiVerticle",
            new DeploymentOptions().setConfig(common("api").put("http", "127.0.0.1:0"))));
  }

  JsonObject ask(String address, JsonObject request) {
    return get(vertx.eventBus().<JsonObject>request(address, request)).body();
  }

  String worker(String name, int capacity, String zone) {
    return worker(name, capacity, new JsonObject().put("zone", zone));
  }

  void apply(String automations) {
    apply(automations, "");
  }

  void apply(String automations, String rest) {
    var yaml =
        "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: test }\nfailover: fast\nautomations:\n"
            + automations.indent(2)
            + rest;
    var parsed = FleetFile.parse("fleet.yaml", yaml);
    if (parsed.spec().isEmpty()) {
      throw new AssertionError(parsed.problems());
    }
    var order =
        new JsonObject()
            .put("op", "apply")
            .put("actor", "test")
            .put("spec", FleetFile.toJson(parsed.spec().get()));
    org.awaitility.Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(
            () ->
                get(
                        reader
                            .meta()
                            .compose(m -> vertx.eventBus().request(LeaderAddress.named(m), order)))
                    != null);
  }

  Map<SlotId, SlotSpec> slots() {
    return get(reader.specs());
  }

  SlotState state(String slot) {
    var spec = slots().get(SlotId.of(slot));
    return spec == null ? SlotState.FREE : spec.state();
  }

  SlotSpec spec(String slot) {
    return slots().getOrDefault(SlotId.of(slot), SlotSpec.none(SlotId.of(slot)));
  }

  @Override
  public void close() {
    get(vertx.close());
    redis.close();
  }
}
