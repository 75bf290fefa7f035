package io.fleet.worker;

import io.fleet.loop.VertxLoop;
import io.fleet.metrics.Meters;
import io.fleet.process.BootNumber;
import io.fleet.process.ShellLink;
import io.fleet.protocol.Intake;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.store.RedisWorkerStore;
import io.fleet.stream.Streams;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The boots of a worker's JVM, one after the other: each begins when the one before is over. */
final class Boots {
  private static final Logger log = LoggerFactory.getLogger(Boots.class);

  private final Vertx vertx;
  private final Optional<ShellLink> shell;
  private final WorkerSettings settings;
  private final Identity identity;
  private final Ground ground;
  private final PackageMasters masters;
  private final RedisLink link;
  private final Supplier<Intake> intake;
  private final Consumer<String> recycle;
  private volatile @Nullable Boot boot;
  private volatile @Nullable SlotHost host;
  private boolean stopping;

  /**
   * Made on the worker's context.
   *
   * @param recycle asks for the end of this JVM, with the reason
   */
  Boots(
      Vertx vertx,
      Optional<ShellLink> shell,
      WorkerSettings settings,
      Identity identity,
      Ground ground,
      PackageMasters masters,
      RedisLink link,
      Supplier<Intake> intake,
      Consumer<String> recycle) {
    this.vertx = vertx;
    this.shell = shell;
    this.settings = settings;
    this.identity = identity;
    this.ground = ground;
    this.masters = masters;
    this.link = link;
    this.intake = intake;
    this.recycle = recycle;
  }

  /** Begins one with a number above the floor. */
  void start(long floor) {
    vertx
        .executeBlocking(
            () ->
                BootNumber.next(
                    settings.state(),
                    InstantSource.system().millis() / 1_000,
                    Math.max(floor, shell.map(ShellLink::floor).orElse(0L)),
                    new SecureRandom()))
        .onFailure(
            e -> log.error("no boot number worker={} error={}", settings.name(), e.getMessage()))
        .onSuccess(
            number -> {
              shell.ifPresent(s -> s.boot(number));
              var fresh = make(number);
              boot = fresh;
              fresh.start();
            });
  }

  /** No other begins. */
  void stop() {
    stopping = true;
  }

  /** The present one, once there is one. */
  Optional<Boot> boot() {
    return Optional.ofNullable(boot);
  }

  /** Where the slots of the present one run. */
  Optional<SlotHost> host() {
    return Optional.ofNullable(host);
  }

  private Boot make(long number) {
    var loop = VertxLoop.current(vertx);
    var keys = new Keys(settings.fleet());
    var store = new RedisWorkerStore(link, keys);
    var desired = new DesiredView(store);
    var lease = new Lease(loop::nanos);
    var streams = new Streams(vertx, link, keys);
    var around =
        new Surroundings(
            streams,
            store,
            desired,
            lease,
            loop.wall(),
            loop::nanos,
            ground.resources(),
            ground.jvms());
    var tenants =
        new Tenants(ground.packages(), settings.name(), number, ground.resources().secrets());
    return new Boot(
        loop,
        self(loop),
        number,
        store,
        lease,
        desired,
        listener -> {
          var line = settings.admission().line(loop.nanos());
          var fresh = new SlotHost(vertx, tenants, around, line, listener);
          host = fresh;
          return fresh;
        },
        owner(lease, streams::replay));
  }

  private BootOwner owner(Lease lease, Runnable replay) {
    return new BootOwner(
        vertx,
        shell,
        lease,
        settings.halt(),
        above -> {
          if (!stopping) {
            start(above);
          }
        },
        () -> recycle.accept("a slot is stuck"),
        replay);
  }

  private ThisWorker self(VertxLoop loop) {
    return new ThisWorker(
        loop,
        settings,
        identity,
        ground.packages(),
        fetch(loop),
        Meters.of(vertx),
        intake,
        ground.resources().ledger(),
        () -> recycle.accept("too many class loaders of old packages are still in memory"));
  }

  private PackageFetch fetch(VertxLoop loop) {
    var source =
        new PackageDownload(
            ground.packages().store(), masters::urls, settings.packages(), settings.token());
    return new PackageFetch(
        loop,
        hash -> {
          masters.ask();
          source.get(hash);
        },
        work -> Thread.ofVirtual().name("fleet-fetch").start(work)::interrupt,
        () -> boot().ifPresent(Boot::lookAtCode));
  }
}
