package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.config.Secret;
import io.fleet.config.SpecJson;
import io.fleet.protocol.AutomationStats;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.resource.Resources;
import io.fleet.slot.Phase;
import io.fleet.store.WorkerStore;
import io.fleet.stream.Streams;
import io.fleet.testkit.Jars;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old packages leave no trace in memory: real jars, real slots, a real Redis. */
final class LoaderLeakIT {
  private static final int ROUNDS = 50;
  private static final long BOOT = 7;
  private static final String LOOP =
      """
      package shop;
      import io.fleet.automation.*;
      import io.fleet.config.Default;
      import io.fleet.stream.*;
      import java.time.Duration;
      import java.util.List;
      public final class Loop extends ContinuousAutomation<Loop.Config> {
        public enum Mode { FAST, SLOW }
        public record Part(String name) {}
        public record Config(
            @Default("1ms") Duration every, @Default("fast") Mode mode, List<Part> parts) {}
        public record Item(int number, List<Part> parts, java.time.Instant at) {}
        static final Topic<Item> ITEMS = Topic.of("items", Item.class).keyedBy(Item::number);
        private int next;
        @Override public Topics topics() { return takes(ITEMS).emits(ITEMS); }
        @Override public Next execute(Run<Config> run) {
          run.emit(ITEMS, new Item(next++, run.config().parts(), run.clock().instant()));
          var taken = run.take(ITEMS, Duration.ofMillis(1));
          var own = taken.filter(item -> item.parts().equals(run.config().parts()));
          if (own.isPresent() && own.get().number() == 3) {
            throw new Odd(taken.get());
          }
          return Next.in(run.config().every());
        }
        public static final class Odd extends RuntimeException {
          private final Item item;
          Odd(Item item) { super("odd"); this.item = item; }
        }
      }
      """;

  private final RedisServer redis = RedisServer.start();
  private final Vertx vertx = Vertx.vertx();
  private final RedisLink link = RedisLink.open(vertx, RedisSettings.of(redis.url()));
  private final Keys keys = new Keys("leak");
  private final AtomicLong clock = new AtomicLong();
  private final Map<Long, Phase> phases = new ConcurrentHashMap<>();
  private final Context context = vertx.getOrCreateContext();
  private final Path folder;
  private final Packages packages;
  private final Lease lease = new Lease(System::nanoTime);
  private String config = "";

  LoaderLeakIT(@TempDir Path dir) throws Exception {
    folder = Files.createDirectories(dir.resolve("automations"));
    packages =
        Packages.open(
            dir.resolve("state"),
            folder,
            List.of(),
            InstantSource.system(),
            clock::get,
            System::gc);
    var run = send(Command.INFO, "server").split("run_id:", 2)[1].substring(0, 40);
    send(Command.HSET, keys.meta(), "runId", run, "cleanRunId", run);
    send(Command.SET, keys.lease("w1"), "" + BOOT);
    lease.renewed(System.nanoTime(), Duration.ofHours(1).toNanos());
  }

  @AfterEach
  void close() {
    Redises.get(vertx.close());
    packages.close();
    redis.close();
  }

  private String send(Command command, String... args) {
    return String.valueOf(Redises.get(link.send(command, args)));
  }

  /** Runs it where the slots of a boot are handled. */
  private <T> T on(Supplier<T> work) {
    var done = Promise.<T>promise();
    context.runOnContext(go -> done.complete(work.get()));
    return Redises.get(done.future());
  }

  private WorkerStore store() {
    return (WorkerStore)
        Proxy.newProxyInstance(
            LoaderLeakIT.class.getClassLoader(),
            new Class<?>[] {WorkerStore.class},
            (proxy, method, args) -> Future.succeededFuture(Optional.of(config)));
  }

  private SlotHost host() {
    var store = store();
    var around =
        new Surroundings(
            new Streams(vertx, link, keys),
            store,
            new DesiredView(store),
            lease,
            InstantSource.system(),
            System::nanoTime,
            new Resources("w1", folder),
            new SlotJvms("w1", folder));
    return new SlotHost(
        vertx,
        new Tenants(packages, "w1", BOOT, Secret.Resolver.NONE),
        around,
        AdmissionSettings.of(new JsonObject()).line(System.nanoTime()),
        (slot, gen, said) -> phases.put(gen, said.phase()));
  }

  private static FleetSpec wanted(long gen) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: leak }
        automations:
          loop:
            class: shop.Loop
            version: "1"
            config: { mode: slow, parts: [ { name: a }, { name: "%d" } ] }
        """
            .formatted(gen);
    return FleetFile.parse("f", yaml).spec().orElseThrow();
  }

  private void round(SlotHost host, Path template, long gen) throws Exception {
    var jar = Jars.variant(template, folder.resolve("loop.jar"), "" + gen);
    run(host, wanted(gen), gen);
    Files.delete(jar);
    packages.look(wanted(gen));
  }

  /** One generation, from its take to its end. */
  private void run(SlotHost host, FleetSpec wanted, long gen) {
    config = SpecJson.write(wanted.automations().get("loop"));
    packages.look(wanted);
    send(
        Command.HSET,
        keys.spec("loop/0"),
        "gen",
        "" + gen,
        "state",
        "RUNNING",
        "worker",
        "w1",
        "boot",
        "" + BOOT);
    var before = done(host);
    on(
        () -> {
          host.take("loop/0", gen, "cfg-" + gen);
          return true;
        });
    await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> done(host) >= before + 8);
    on(
        () -> {
          host.stop("loop/0", gen, Duration.ofSeconds(1));
          return true;
        });
    await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> phases.get(gen) == Phase.DONE);
  }

  private long done(SlotHost host) {
    return on(host::stats).values().stream().mapToLong(AutomationStats::ok).sum();
  }

  @Test
  void fifty_packages_that_ran_and_were_replaced_leave_no_class_loader_behind(@TempDir Path made)
      throws Exception {
    var template =
        Jars.of()
            .version("1")
            .service("shop.Loop")
            .source("shop.Loop", LOOP)
            .write(made.resolve("loop.jar"));
    var host = on(this::host);
    for (var gen = 1L; gen <= ROUNDS; gen++) {
      round(host, template, gen);
    }
    // A method handle of the JDK keeps the last type that it was used with, softly; a package that
    // stays takes the place of the last one that went.
    Jars.variant(template, folder.resolve("loop.jar"), "stays");
    run(host, wanted(ROUNDS + 1), ROUNDS + 1);
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos());
    // What the last round left in the queues of event loops goes within a moment.
    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(packages.look(FleetSpec.empty()).pinned()).isZero();
            });
  }
}
