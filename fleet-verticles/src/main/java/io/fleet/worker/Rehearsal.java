package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.config.Default;
import io.fleet.config.FleetFile;
import io.fleet.config.SpecJson;
import io.fleet.loop.VertxLoop;
import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.Report;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.resource.Resources;
import io.fleet.slot.Fence;
import io.fleet.slot.Phase;
import io.fleet.store.WorkerStore;
import io.fleet.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The short life of one slot, without a leader and without Redis, so that the JVM can write down
 * what it loads for one: a worker that starts again has its slots RUNNING the sooner.
 *
 * @since 0.1
 */
public final class Rehearsal {
  private static final String SLOT = "player/0";
  private static final long GEN = 1;
  private static final long PLAY_MILLIS = 100;

  /** What a slot usually does. */
  public static final class Player extends ContinuousAutomation<Player.Config> {
    /**
     * Some of each kind.
     *
     * @param name a text
     * @param every a duration
     * @param numbers a list
     */
    public record Config(String name, @Default("1ms") Duration every, List<Integer> numbers) {}

    /** Made by the worker. */
    public Player() {}

    @Override
    public Next execute(Run<Config> run) {
      run.note("played", "number", run.config().numbers().getFirst());
      return Next.in(run.config().every());
    }
  }

  private Rehearsal() {}

  /** What the slot needs, made where it may block. */
  private record Stage(Packages code, Resources resources, SlotJvms jvms, Prompter store) {
    static Stage in(Path folder) throws IOException {
      Files.createDirectories(folder);
      var resources = new Resources("rehearsal", folder);
      resources.start(false);
      var code =
          Packages.open(
              folder,
              folder.resolve("automations"),
              List.of(),
              InstantSource.system(),
              System::nanoTime,
              () -> {});
      return new Stage(
          code, resources, new SlotJvms("rehearsal", folder), new Prompter(Rehearsal.spec()));
    }

    @Nullable Void close() {
      jvms.close();
      resources.close();
      code.close();
      return null;
    }
  }

  /** Completes when the slot has run and ended. Call it on a context of that Vert.x. */
  public static Future<Void> play(Vertx vertx, RedisLink redis, Path folder) {
    var loop = VertxLoop.current(vertx);
    return loop.blocking(() -> Stage.in(folder))
        .compose(
            stage ->
                play(vertx, redis, loop, stage)
                    .eventually(() -> vertx.executeBlocking(stage::close)));
  }

  private static Future<Void> play(Vertx vertx, RedisLink redis, VertxLoop loop, Stage stage) {
    var lease = new Lease(loop::nanos);
    lease.renewed(loop.nanos(), Duration.ofMinutes(1).toNanos());
    var around =
        new Surroundings(
            new Streams(vertx, redis, new Keys("rehearsal")),
            stage.store(),
            new DesiredView(stage.store()),
            lease,
            InstantSource.system(),
            loop::nanos,
            stage.resources(),
            stage.jvms());
    var tenants = new Tenants(stage.code(), "rehearsal", 1, stage.resources().secrets());
    var running = Promise.<Void>promise();
    var ended = Promise.<Void>promise();
    var host =
        new SlotHost(
            vertx,
            tenants,
            around,
            new StartLine(1, 1, loop.nanos()),
            (slot, gen, said) -> heard(said, running, ended));
    host.take(SLOT, GEN, "");
    running
        .future()
        .onSuccess(
            plays ->
                vertx.setTimer(PLAY_MILLIS, end -> host.stop(SLOT, GEN, Duration.ofSeconds(1))));
    return ended.future();
  }

  private static void heard(Ending said, Promise<Void> running, Promise<Void> ended) {
    if (said.phase() == Phase.RUNNING) {
      running.tryComplete();
    } else if (said.phase() == Phase.FAILED) {
      ended.tryFail("the rehearsal failed: " + said.detail());
    } else if (said.phase() == Phase.DONE) {
      ended.tryComplete();
    }
  }

  private static String spec() {
    var version = AutomationType.of(Player.class).version().orElse("1");
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: rehearsal }
        automations:
          player:
            class: %s
            version: "%s"
            config: { name: x, numbers: [1, 2] }
        """
            .formatted(Player.class.getName(), version);
    var fleet = FleetFile.parse("rehearsal", yaml).spec().orElseThrow();
    return SpecJson.write(fleet.automations().values().iterator().next());
  }

  /**
   * Knows one config, and nothing else.
   *
   * @param spec of the automation
   */
  private record Prompter(String spec) implements WorkerStore {
    @Override
    public Future<Optional<String>> config(String hash) {
      return Future.succeededFuture(Optional.of(spec));
    }

    @Override
    public Future<HeartbeatReply> heartbeat(Report report, Beat beat, Duration lease) {
      return unknown();
    }

    @Override
    public Future<BatchState> batch(String automation) {
      return unknown();
    }

    @Override
    public Future<Void> moveBatch(String automation, Fence fence, BatchState to) {
      return unknown();
    }

    @Override
    public Future<Optional<Desired>> desiredAfter(long revision) {
      return unknown();
    }

    private static <T> Future<T> unknown() {
      return Future.failedFuture("a rehearsal has no leader");
    }
  }
}
