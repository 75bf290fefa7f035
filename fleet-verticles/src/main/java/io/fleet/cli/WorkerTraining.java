package io.fleet.cli;

import io.fleet.metrics.Meters;
import io.fleet.process.Native;
import io.fleet.process.Signals;
import io.fleet.protocol.PackageAddress;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The short life of a worker beside another member of its cluster, from its first line to its last
 * slot's end, so that the JVM can write down what it loads for one: a worker that starts again is
 * there the sooner. It needs no Redis and leaves nothing.
 */
final class WorkerTraining {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** In which the slot takes some records. */
  private static final Duration PLAY = Duration.ofSeconds(1);

  private WorkerTraining() {}

  static void run() {
    try {
      Signals.on("HUP", () -> {});
      Native.kill(ProcessHandle.current().pid(), 0);
      var folder = Files.createTempDirectory("fleet-training");
      try {
        jar(folder);
        live(folder);
      } finally {
        Folders.empty(folder);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static void live(Path folder) {
    var name = "training-" + ProcessHandle.current().pid();
    var first = new HostPort("127.0.0.1", 0).settled().toString();
    var second = new HostPort("127.0.0.1", 0).settled().toString();
    try (var peer = Member.join(ClusterSettings.loopback(name, first), PATIENCE)) {
      var redis = new TrainingRedis(peer.vertx());
      var port = Waiting.on(redis.listen(), PATIENCE);
      answer(peer.vertx(), name);
      var flags =
          Map.of(
              "--name",
              name,
              "--fleet",
              name,
              "--redis",
              "redis://127.0.0.1:" + port,
              "--state",
              folder.toString(),
              "--automations",
              folder.resolve("automations").toString(),
              "--leave-at-once",
              "true",
              "--cluster-members",
              first + "," + second);
      var settings =
          WorkerName.settle(
              Settings.resolve(Key.worker(), flags, Map.of(), folder.resolve("none.json")));
      var ending = Ending.byHand();
      redis
          .ran()
          .onSuccess(runs -> peer.vertx().setTimer(PLAY.toMillis(), end -> ending.ask(Exit.OK)));
      peer.vertx().setTimer(PATIENCE.toMillis(), end -> ending.ask(Exit.FAILED));
      var exit = WorkerJvmCommand.live(settings, ending, Optional.empty());
      Meters.of(peer.vertx()).scrape();
      if (exit != Exit.OK) {
        throw failed(new IllegalStateException("its slot did not run"));
      }
    } catch (Waiting.Failed e) {
      throw failed(e);
    }
  }

  /** What masters say over the bus. */
  private static void answer(Vertx vertx, String worker) {
    var bus = vertx.eventBus();
    bus.consumer("__fleet.nudge.master", nudge -> bus.publish("__fleet.nudge." + worker, ""));
    var place = new JsonObject().put("url", "http://127.0.0.1:1");
    bus.consumer(PackageAddress.WHO, who -> bus.publish(PackageAddress.HERE, place));
  }

  /** A package, so that its reading is learnt; long there, so that it is taken for whole. */
  private static void jar(Path folder) throws IOException {
    var file = Files.createDirectories(folder.resolve("automations")).resolve("trainee.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (var type : List.of(TrainingSlot.class, TrainingSlot.Config.class)) {
        var name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(name));
        try (var in = type.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(jar);
        }
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
  }

  private static CommandFailed failed(Exception e) {
    return new CommandFailed(Exit.FAILED, "The training failed: " + e.getMessage() + ".", e);
  }
}
