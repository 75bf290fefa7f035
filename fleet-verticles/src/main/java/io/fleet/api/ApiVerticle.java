package io.fleet.api;

import io.fleet.config.FleetFile;
import io.fleet.metrics.Health;
import io.fleet.metrics.Probes;
import io.fleet.protocol.PackageAddress;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.FleetReader;
import io.fleet.stream.DeadLetters;
import io.fleet.stream.TopicLook;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API of a fleet: dashboard, REST below {@code /api/v1}, operations on the bus, the bridge at
 * {@code /eventbus}, {@code /metrics} and {@code /health}. It reads Redis and writes nothing;
 * changes go to the leader over the bus. One instance per process, everything on its event loop.
 *
 * <p>Config: {@code redis} (redis://127.0.0.1:6379), {@code fleet} (default), {@code http}
 * (127.0.0.1:8080), {@code httpFallback} (false; true takes the next free port), {@code token},
 * {@code tlsCert}, {@code tlsKey} (needed beyond loopback), {@code state} (a folder; packages of
 * automations are kept below it, and none without it).
 *
 * @since 0.1
 */
public final class ApiVerticle extends VerticleBase {
  /** Whoever changed something may send anything here, in this process, to be seen sooner. */
  public static final String NUDGE = Projector.NUDGE;

  private static final Logger log = LoggerFactory.getLogger(ApiVerticle.class);
  private static final String CHECK = "api";

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final String webroot;
  private @Nullable RedisLink redis;
  private @Nullable Projector projector;
  private @Nullable TopicGauges topicGauges;
  private @Nullable BusRoutes bus;
  private @Nullable HttpServer server;
  private @Nullable MessageConsumer<Object> asked;

  /** With the system's clock and the dashboard of the class path. */
  public ApiVerticle() {
    this(InstantSource.system(), System::nanoTime, "io/fleet/dashboard");
  }

  ApiVerticle(InstantSource clock, LongSupplier nanos, String webroot) {
    this.clock = clock;
    this.nanos = nanos;
    this.webroot = webroot;
  }

  /** The port it listens on; 0 before it does. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  @Override
  public Future<?> start() {
    var settings = ApiSettings.of(config());
    var link = RedisLink.open(vertx, RedisSettings.of(settings.redis()));
    redis = link;
    var reader = new FleetReader(link, new Keys(settings.fleet()));
    var incarnation = UUID.randomUUID().toString().substring(0, 8);
    var model =
        new Projector(
            vertx, settings.fleet(), reader, FleetFile::fromJson, clock, nanos, incarnation);
    projector = model;
    var access = new Access(settings.token(), nanos);
    return shelf()
        .recover(e -> end().transform(ended -> Future.<Optional<Shelf>>failedFuture(e)))
        .compose(shelf -> start(settings, link, reader, model, access, incarnation, shelf));
  }

  private Future<HttpServer> start(
      ApiSettings settings,
      RedisLink link,
      FleetReader reader,
      Projector model,
      Access access,
      String incarnation,
      Optional<Shelf> shelf) {
    var keys = new Keys(settings.fleet());
    var topics = new TopicLook(link, keys);
    var gauges = new TopicGauges(vertx, topics);
    topicGauges = gauges;
    gauges.start();
    var packages = new PackageRoutes(vertx, shelf, () -> model.view().desired().spec());
    var logs = new LogCall(vertx, model);
    var operations =
        Operations.table(
            new Reads(model, reader, new WorkerCall(vertx)),
            new TopicReads(topics, new DeadLetters(link, keys)),
            logs,
            new LeaderCall(vertx, reader::meta, FleetFile::fromJson, packages::pin),
            packages);
    var consumers = new BusRoutes(vertx, operations, access, incarnation);
    bus = consumers;
    var guards = new Guards(settings.loopback(), settings.tls(), access);
    var router = Router.router(vertx);
    router.route().handler(guards::headers).handler(guards::host);
    var probes = new Probes(vertx);
    router.get("/health/*").handler(context -> probes.answer(context.request()));
    router
        .get("/metrics")
        .handler(guards::login)
        .handler(context -> probes.answer(context.request()));
    router.route("/eventbus*").handler(guards::origin).handler(guards::login);
    router.route("/eventbus*").subRouter(new Bridge(vertx, consumers).router());
    router
        .route("/api/v1/*")
        .subRouter(
            new RestRoutes(
                    vertx,
                    operations,
                    new LogStreams(vertx, logs),
                    guards,
                    access,
                    packages,
                    settings.tls())
                .router());
    new Dashboard(vertx, webroot).mount(router);
    Health.of(vertx).register(CHECK, model::complaint);
    return model
        .start()
        .compose(started -> consumers.start())
        .compose(
            started ->
                new Listener(vertx, options(settings), router)
                    .listen(settings.host(), settings.port(), settings.fallback()))
        .onSuccess(
            listening -> {
              server = listening;
              if (shelf.isPresent()) {
                announce(settings, listening.actualPort());
              }
              log.info(
                  "api up url={}://{}:{} fleet={} redis={}",
                  settings.tls() ? "https" : "http",
                  settings.host(),
                  listening.actualPort(),
                  settings.fleet(),
                  link.settings().shown());
            })
        // A verticle that did not start is not stopped either.
        .recover(e -> end().transform(ended -> Future.failedFuture(e)));
  }

  /** The packages of this API, which it keeps in the master's state folder. */
  private Future<Optional<Shelf>> shelf() {
    var state = config().getString("state", "");
    return state.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : vertx.executeBlocking(
            () -> Optional.of(Shelf.in(Path.of(state).resolve("packages"), clock)));
  }

  /** Says on the bus where workers get packages, now and whenever one asks. */
  private void announce(ApiSettings settings, int port) {
    if (settings.host().equals("0.0.0.0") || settings.host().equals("::")) {
      return; // no address to be called at; workers must be told one (packages)
    }
    var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    var here =
        new JsonObject().put("url", (settings.tls() ? "https://" : "http://") + host + ":" + port);
    asked =
        vertx
            .eventBus()
            .consumer(
                PackageAddress.WHO, who -> vertx.eventBus().publish(PackageAddress.HERE, here));
    vertx.eventBus().publish(PackageAddress.HERE, here);
  }

  private static HttpServerOptions options(ApiSettings settings) {
    var options =
        new HttpServerOptions()
            .setCompressionSupported(true)
            // Java's own client offers to change to HTTP/2, and then got no proper answer. Without
            // the change it is answered by HTTP/1.1.
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(Bridge.FRAME_BYTES)
            .setMaxWebSocketMessageSize(Bridge.FRAME_BYTES)
            .setIdleTimeout(120);
    if (settings.tls()) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertPath(settings.tlsCert().orElseThrow())
                  .addKeyPath(settings.tlsKey().orElseThrow()));
    }
    return options;
  }

  @Override
  public Future<?> stop() {
    return end();
  }

  private Future<Void> end() {
    Health.of(vertx).remove(CHECK);
    if (asked != null) {
      asked.unregister();
    }
    if (topicGauges != null) {
      topicGauges.stop();
    }
    if (bus != null) {
      bus.stop();
    }
    if (projector != null) {
      projector.stop();
    }
    var closed = server == null ? Future.<Void>succeededFuture() : server.close();
    var link = redis;
    return closed.eventually(() -> link == null ? Future.<Void>succeededFuture() : link.close());
  }
}
