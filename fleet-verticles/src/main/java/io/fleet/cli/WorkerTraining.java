package io.fleet.cli;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.metrics.Meters;
import io.fleet.protocol.Report;
import io.fleet.protocol.Wire;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.RedisWorkerStore;
import io.fleet.worker.WorkerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Loads what a worker's JVM loads until its first heartbeat, in a cluster of its own and without a
 * Redis, so that it can be written down for the next start.
 */
final class WorkerTraining {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NOWHERE = "redis://127.0.0.1:1";

  private WorkerTraining() {}

  static void run() {
    var own = new HostPort("127.0.0.1", 0).settled();
    var id = "training-" + ProcessHandle.current().pid();
    try (var member = Member.join(ClusterSettings.loopback(id, own.toString()), PATIENCE)) {
      var vertx = member.vertx();
      vertx.eventBus().consumer("echo", message -> message.reply(message.body()));
      attempt(() -> Waiting.on(vertx.eventBus().request("echo", new JsonObject()), PATIENCE));
      var link = RedisLink.open(vertx, RedisSettings.of(NOWHERE));
      var store = new RedisWorkerStore(link, new Keys(id));
      attempt(() -> Waiting.on(store.desiredAfter(0), PATIENCE));
      attempt(() -> deploy(member));
      speak();
      Meters.of(vertx).scrape();
    }
  }

  /** It cannot start without a Redis; but it has loaded its classes when it says so. */
  private static void deploy(Member member) throws Waiting.Failed {
    var options =
        new DeploymentOptions()
            .setConfig(new JsonObject().put("redis", NOWHERE).put("name", "training"));
    Waiting.on(member.vertx().deployVerticle(new WorkerVerticle(), options), PATIENCE);
  }

  private static void speak() {
    var report =
        new Report(
            Report.VERSION, "w", "h", 1, 1, Map.of(), List.of(), List.of(), false, Map.of(), 1);
    Wire.read(Wire.write(report), Report.class);
    FleetFile.fromJson(FleetFile.toJson(FleetSpec.empty()));
  }

  private interface Attempt {
    void run() throws Waiting.Failed;
  }

  private static void attempt(Attempt what) {
    try {
      what.run();
    } catch (Waiting.Failed expected) {
      // There is no Redis and no fleet; only the way there matters.
    }
  }
}
