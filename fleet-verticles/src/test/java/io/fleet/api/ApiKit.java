package io.fleet.api;

import io.fleet.config.ConfigHash;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Report;
import io.fleet.protocol.Wire;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;
import io.fleet.testkit.RedisServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An API over a real Redis whose keys the test fills as leader and workers would. */
final class ApiKit implements AutoCloseable {
  private static final AtomicInteger FLEETS = new AtomicInteger();

  final Vertx vertx = Vertx.vertx();
  final ApiVerticle api;
  private final RedisLink redis;
  private final Keys keys;
  private final HttpClient client = vertx.createHttpClient();
  private final Map<SlotId, String> states = new TreeMap<>();
  private FleetSpec spec = FleetSpec.empty();
  private long n;

  /** What an HTTP request got. */
  record Answer(int status, io.vertx.core.MultiMap headers, String text) {
    JsonObject json() {
      return new JsonObject(text);
    }

    String detail() {
      return json().getString("detail");
    }
  }

  ApiKit(RedisServer server) {
    this(server, new JsonObject(), "webroot-test");
  }

  ApiKit(RedisServer server, JsonObject more, String webroot) {
    var fleet = "f" + FLEETS.incrementAndGet();
    var url = "redis://127.0.0.1:" + server.port();
    keys = new Keys(fleet);
    redis = RedisLink.open(vertx, RedisSettings.of(url));
    api = new ApiVerticle(InstantSource.system(), System::nanoTime, webroot);
    var config =
        new JsonObject()
            .put("redis", url)
            .put("fleet", fleet)
            .put("http", "127.0.0.1:0")
            .mergeIn(more);
    wait(vertx.deployVerticle(api, new DeploymentOptions().setConfig(config)));
  }

  static <T> T wait(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  ApiKit leads(String token, long epoch) {
    send(Command.SET, keys.leader(), token);
    send(Command.HSET, keys.meta(), "epoch", "" + epoch, "runId", "run1", "cleanRunId", "run1");
    return this;
  }

  ApiKit nobodyLeads() {
    send(Command.DEL, keys.leader());
    return this;
  }

  ApiKit wants(FleetSpec fleet, long revision) {
    spec = fleet;
    send(
        Command.HSET,
        keys.desired(),
        "revision",
        "" + revision,
        "hash",
        "7c1e",
        "spec",
        FleetFile.toJson(fleet),
        "at",
        "" + Samples.NOW,
        "actor",
        "anna");
    return this;
  }

  ApiKit why(String slot, String line) {
    send(Command.HSET, keys.why(), slot, line);
    return this;
  }

  ApiKit beats(Report report, long boot, long seq) {
    send(
        Command.HSET,
        keys.report(report.worker()),
        "boot",
        "" + boot,
        "seq",
        "" + seq,
        "body",
        Wire.write(report));
    send(Command.HSET, keys.beats(), report.worker(), boot + " " + seq + " 0 1");
    return this;
  }

  /** A worker that goes on beating. */
  ApiKit keepsBeating(Report report) {
    var seq = new long[] {1};
    beats(report, 1, 1);
    vertx.setPeriodic(
        300,
        beat -> redis.send(Command.HSET, keys.beats(), report.worker(), "1 " + ++seq[0] + " 0 1"));
    return this;
  }

  /** Writes the record and its event, as one move of the leader does. */
  ApiKit moves(String slot, String to, String cause, String worker) {
    var id = SlotId.of(slot);
    var from = states.getOrDefault(id, "NONE");
    states.put(id, to);
    var automation = spec.automations().get(id.automation());
    var cfg = automation == null ? "old" : ConfigHash.of(automation);
    var gen = "" + Generation.of(3, ++n).value();
    var boot = worker.isEmpty() ? "0" : "1";
    send(Command.SADD, keys.slots(), slot);
    send(
        Command.HSET,
        keys.spec(slot),
        "epoch",
        "3",
        "gen",
        gen,
        "state",
        to,
        "worker",
        worker,
        "boot",
        boot,
        "cfg",
        cfg,
        "cause",
        cause,
        "until",
        "0",
        "since",
        "" + Samples.NOW,
        "failures",
        "0");
    send(
        Command.XADD,
        keys.events(),
        "*",
        "slot",
        slot,
        "epoch",
        "3",
        "gen",
        gen,
        "from",
        from,
        "to",
        to,
        "worker",
        worker,
        "boot",
        boot,
        "cfg",
        cfg,
        "cause",
        cause,
        "until",
        "0",
        "failures",
        "0",
        "at",
        "" + Samples.NOW);
    return this;
  }

  /** Drops a record without an event, as a Redis that came back empty does. */
  void loses(String slot) {
    send(Command.SREM, keys.slots(), slot);
    send(Command.DEL, keys.spec(slot));
  }

  Answer get(String path) {
    return request(HttpMethod.GET, path, Map.of(), "");
  }

  Answer post(String path, JsonObject body) {
    return request(HttpMethod.POST, path, Map.of("X-Fleet-Request", "1"), body.encode());
  }

  /** On an event loop from end to end: elsewhere an answer may come before someone listens. */
  Answer request(HttpMethod verb, String path, Map<String, String> headers, String body) {
    var answer = Promise.<Answer>promise();
    vertx
        .getOrCreateContext()
        .runOnContext(go -> exchange(verb, path, headers, body).onComplete(answer));
    return wait(answer.future());
  }

  /** Where it listens, for other clients. */
  String url(String path) {
    return "http://127.0.0.1:" + api.port() + path;
  }

  private Future<Answer> exchange(
      HttpMethod verb, String path, Map<String, String> headers, String body) {
    return client
        .request(verb, api.port(), "127.0.0.1", path)
        .compose(
            request -> {
              headers.forEach(request::putHeader);
              return request.send(Buffer.buffer(body));
            })
        .compose(
            response ->
                response
                    .body()
                    .map(
                        text ->
                            new Answer(
                                response.statusCode(), response.headers(), text.toString())));
  }

  BridgeClient bridge() {
    return new BridgeClient(this);
  }

  private void send(Command command, String... args) {
    wait(redis.send(command, args));
  }

  @Override
  public void close() {
    wait(vertx.close());
  }
}
