package io.fleet.worker;

import io.fleet.logs.Logging;
import io.fleet.loop.VertxLoop;
import io.fleet.metrics.Health;
import io.fleet.metrics.Meters;
import io.fleet.metrics.MetricsServer;
import io.fleet.process.ShellLink;
import io.fleet.protocol.Balance;
import io.fleet.protocol.Intake;
import io.fleet.redis.RedisCheck;
import io.fleet.redis.RedisLink;
import io.fleet.resource.Kind;
import io.fleet.resource.Ledger;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker. Config keys: {@code redis}, {@code fleet}, {@code state}, {@code name}, {@code
 * capacity}, {@code labels}, {@code automations} (a folder of jars), {@code classes} (more places
 * of code), {@code packages} (URLs of masters that are asked for packages), {@code pinnedLoaders}
 * (with how many closed class loaders in memory it restarts), {@code drainMillis} (the longest
 * drain when it is undeployed), {@code leaveAtOnce} (whether all slots end at once then, instead of
 * being handed over step by step), {@code admission} (an object: {@code stopAt}, {@code resumeAt},
 * {@code clockWarn}, {@code clockStop}, {@code starting}, {@code startsPerSecond}). Undeploying it
 * drains it. Without a shell around its JVM nobody certifies its death, so its slots move only
 * after T_dead.
 *
 * @since 0.1
 */
public final class WorkerVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(WorkerVerticle.class);
  private static final int EXIT_FENCED = 75;
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final Optional<ShellLink> shell;
  private @Nullable RedisLink redis;
  private @Nullable CompletableFuture<Ground> opening;
  private @Nullable Ground ground;
  private volatile @Nullable Boots boots;
  private @Nullable MetricsServer metrics;
  private @Nullable LogDesk logs;
  private @Nullable HostWatch host;
  private @Nullable PackageMasters masters;
  private boolean recycling;

  /** Made by Vert.x: without a shell. */
  public WorkerVerticle() {
    this(Optional.empty());
  }

  /** With the link to the shell that started this JVM, if one did. */
  public WorkerVerticle(Optional<ShellLink> shell) {
    this.shell = shell;
  }

  /**
   * Begins what needs neither the cluster nor Redis, for whoever still has to join these; {@link
   * #start} waits for it.
   *
   * @param config what it will be deployed with
   */
  public void prepare(JsonObject config) {
    opening = Ground.opening(settings(config, Identity.here()));
  }

  @Override
  public Future<?> start() {
    var identity = Identity.here();
    var settings = settings(config(), identity);
    var link = RedisLink.open(vertx, settings.redis());
    redis = link;
    var opened =
        Future.fromCompletionStage(
                opening == null ? Ground.opening(settings) : opening, vertx.getOrCreateContext())
            .onSuccess(ours -> ground = ours);
    return Future.join(RedisCheck.insist(link), opened)
        .compose(
            usable -> {
              count(ground().resources().ledger());
              masters = PackageMasters.listen(vertx, settings.packages());
              vertx.eventBus().consumer("__fleet.nudge." + settings.name(), nudge -> nudged());
              Looks.answer(
                  vertx, settings.name(), () -> Optional.ofNullable(boots).flatMap(Boots::host));
              openLogs(settings.name());
              vertx.setPeriodic(settings.watch().toMillis(), look -> lookAtCode());
              var watch = watch(settings, link);
              host = watch;
              // Looked at before the first heartbeat: a host that may have none is given no slots.
              return watch.look();
            })
        .compose(looked -> serve())
        // Last: what fails before it has no boot to end.
        .map(
            serving -> {
              boots = boots(settings, link, identity);
              boots.start(settings.bootFloor());
              return null;
            })
        .recover(e -> close().transform(closed -> Future.failedFuture(e)));
  }

  private Ground ground() {
    return Objects.requireNonNull(ground);
  }

  private static WorkerSettings settings(JsonObject config, Identity identity) {
    return WorkerSettings.of(config, nameOf(identity.host()));
  }

  private HostWatch watch(WorkerSettings settings, RedisLink link) {
    var watch =
        new HostWatch(
            VertxLoop.current(vertx),
            settings.admission(),
            new HostMemory()::look,
            link::time,
            this::restated);
    watch.start();
    return watch;
  }

  private Boots boots(WorkerSettings settings, RedisLink link, Identity identity) {
    return new Boots(
        vertx,
        shell,
        settings,
        identity,
        ground(),
        Objects.requireNonNull(masters),
        link,
        () -> host == null ? Intake.UNKNOWN : host.intake(),
        this::recycle);
  }

  private Optional<Boot> boot() {
    return Optional.ofNullable(boots).flatMap(Boots::boot);
  }

  private void restated() {
    boot().ifPresent(Boot::restate);
  }

  /** What it and its slots log can be asked for from now on. */
  private void openLogs(String name) {
    Logging.guard();
    var desk = new LogDesk(vertx, name, Logging.ring(), InstantSource.system(), System::nanoTime);
    logs = desk;
    desk.start();
  }

  /** Metrics and health of this worker, where its config says where. */
  private Future<Void> serve() {
    var at = config().getString("http", "");
    if (at.isEmpty()) {
      return Future.succeededFuture();
    }
    Health.of(vertx)
        .register("lease", () -> boot().map(Boot::complaint).orElse(Optional.of("no boot yet")));
    var colon = at.lastIndexOf(':');
    return MetricsServer.listen(
            vertx, at.substring(0, colon), Integer.parseInt(at.substring(colon + 1)))
        .onSuccess(listening -> metrics = listening)
        .mapEmpty();
  }

  @Override
  public Future<?> stop() {
    if (boots != null) {
      boots.stop();
    }
    Health.of(vertx).remove("lease");
    var longest = Duration.ofMillis(config().getLong("drainMillis", 60_000L));
    return boot()
        .map(present -> present.leave(longest, byStep()))
        .orElse(Future.succeededFuture())
        .eventually(
            () -> {
              // All generations have ended, so no lease is needed; but closing takes a moment, in
              // which the shell must not take this JVM for a frozen one.
              shell.ifPresent(s -> s.pulse(System.nanoTime() + CLOSING.toNanos()));
              return close();
            });
  }

  private Future<Void> close() {
    if (logs != null) {
      logs.stop();
    }
    if (host != null) {
      host.stop();
    }
    if (metrics != null) {
      metrics.close();
    }
    return vertx
        .executeBlocking(this::letGo)
        .<Void>mapEmpty()
        .eventually(() -> redis == null ? Future.succeededFuture() : redis.close());
  }

  private @Nullable Void letGo() {
    if (ground != null) {
      ground.close();
    }
    return null;
  }

  private void lookAtCode() {
    boot().ifPresent(Boot::lookAtCode);
  }

  private void count(Ledger ledger) {
    var meters = Meters.of(vertx);
    for (var kind : Kind.values()) {
      meters.ledger(
          kind.word(),
          () -> ledger.totals().getOrDefault(kind, Balance.ZERO),
          () -> ledger.leaks().getOrDefault(kind, Balance.ZERO).opened());
    }
  }

  private void nudged() {
    boot().ifPresent(Boot::nudge);
  }

  /**
   * What nothing but its end frees a JVM from: all slots drain, as far as they will, then whoever
   * runs this JVM is asked to end it.
   */
  private void recycle(String why) {
    var present = boot();
    if (recycling || present.isEmpty()) {
      return;
    }
    recycling = true;
    log.warn("{}: draining the slots, then this worker restarts", why);
    present.get().leave(Duration.ofSeconds(30), byStep()).onComplete(drained -> endJvm());
  }

  private boolean byStep() {
    return !config().getBoolean("leaveAtOnce", false);
  }

  /**
   * Where the JVM is ours it is halted: an orderly end would wait for the code that will not end.
   */
  private void endJvm() {
    if (config().getBoolean("halt", false)) {
      log.error("this worker must restart: halting exit={}", EXIT_FENCED);
      Runtime.getRuntime().halt(EXIT_FENCED);
    }
    vertx.eventBus().publish("__fleet.exit", new JsonObject().put("code", EXIT_FENCED));
  }

  private static String nameOf(String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return name.length() > 40 ? name.substring(0, 40) : name;
  }
}
