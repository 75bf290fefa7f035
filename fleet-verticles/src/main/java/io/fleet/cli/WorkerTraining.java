package io.fleet.cli;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.metrics.Meters;
import io.fleet.process.Native;
import io.fleet.process.Signals;
import io.fleet.protocol.Report;
import io.fleet.protocol.Wire;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.RedisWorkerStore;
import io.fleet.worker.Rehearsal;
import io.fleet.worker.WorkerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Loads what a worker's JVM loads until its first heartbeat, in a cluster of its own and without a
 * Redis, so that it can be written down for the next start.
 */
final class WorkerTraining {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern COMMAND = Pattern.compile("^\\*", Pattern.MULTILINE);

  private WorkerTraining() {}

  static void run() {
    var own = new HostPort("127.0.0.1", 0).settled();
    var id = "training-" + ProcessHandle.current().pid();
    try (var member = Member.join(ClusterSettings.loopback(id, own.toString()), PATIENCE)) {
      var vertx = member.vertx();
      vertx.eventBus().consumer("echo", message -> message.reply(message.body()));
      attempt(() -> Waiting.on(vertx.eventBus().request("echo", new JsonObject()), PATIENCE));
      Signals.on("HUP", () -> {});
      Native.kill(ProcessHandle.current().pid(), 0);
      var redis = Waiting.on(refusing(vertx), PATIENCE);
      var link = RedisLink.open(vertx, RedisSettings.of(redis));
      var store = new RedisWorkerStore(link, new Keys(id));
      attempt(() -> Waiting.on(store.desiredAfter(0), PATIENCE));
      attempt(() -> deploy(member, redis));
      speak();
      attempt(() -> rehearse(vertx, link));
      Meters.of(vertx).scrape();
    } catch (Waiting.Failed e) {
      throw new CommandFailed(Exit.FAILED, "The training failed: " + e.getMessage() + ".", e);
    }
  }

  /** What looks like a Redis that says no to everything, so that its client is loaded as well. */
  private static Future<String> refusing(Vertx vertx) {
    return vertx
        .createNetServer()
        .connectHandler(
            socket ->
                socket.handler(
                    asked ->
                        COMMAND
                            .matcher(asked.toString())
                            .results()
                            .forEach(command -> socket.write("-ERR no\r\n"))))
        .listen(0, "127.0.0.1")
        .map(server -> "redis://127.0.0.1:" + server.actualPort());
  }

  /** It cannot start without a Redis; but it has loaded its classes when it says so. */
  private static void deploy(Member member, String redis) throws Waiting.Failed {
    var options =
        new DeploymentOptions()
            .setConfig(new JsonObject().put("redis", redis).put("name", "training"));
    Waiting.on(member.vertx().deployVerticle(new WorkerVerticle(), options), PATIENCE);
  }

  /** A failure is told by the test of it; a cache without a slot's classes is better than none. */
  static void rehearse(Vertx vertx, RedisLink link) throws Waiting.Failed {
    var played = Promise.<Void>promise();
    try {
      var folder = Files.createTempDirectory("fleet-training");
      vertx.runOnContext(
          go ->
              Rehearsal.play(vertx, link, folder)
                  .eventually(() -> vertx.fileSystem().deleteRecursive(folder.toString()))
                  .onComplete(played));
    } catch (IOException e) {
      played.fail(e);
    }
    Waiting.on(played.future(), PATIENCE);
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
