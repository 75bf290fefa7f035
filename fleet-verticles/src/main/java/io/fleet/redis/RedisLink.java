package io.fleet.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The pool of connections to Redis. Every command has a time-out, after which it may or may not
 * have happened; so all that is sent here must be harmless when it happens twice. Nothing may block
 * on it: use {@link DedicatedConnection}. Thread-safe; answers arrive on the caller's Vert.x
 * context.
 *
 * @since 0.1
 */
public final class RedisLink {
  private static final int CHUNK = 2_000;

  /** When nobody can be asked: Redis' own default of min-replicas-max-lag, and a second. */
  private static final Duration USUAL_DOUBT = Duration.ofSeconds(11);

  private final RedisSettings settings;
  private final Redis redis;
  private final NeutralContexts neutral;
  private volatile Duration splitDoubt;

  private RedisLink(RedisSettings settings, Redis redis, NeutralContexts neutral) {
    this.settings = settings;
    this.redis = redis;
    this.neutral = neutral;
    this.splitDoubt = settings.sentinel() || settings.cluster() ? USUAL_DOUBT : Duration.ZERO;
  }

  /** Makes the pool; connects lazily. */
  public static RedisLink open(Vertx vertx, RedisSettings settings) {
    var options =
        settings
            .options(settings.poolSize())
            .setMaxPoolWaiting(4_096)
            .setMaxWaitingHandlers(16_384);
    return new RedisLink(settings, Redis.createClient(vertx, options), new NeutralContexts(vertx));
  }

  public RedisSettings settings() {
    return settings;
  }

  /**
   * How long a primary that was cut off may go on answering after another one was made; zero when
   * there can be no other.
   */
  public Duration splitDoubt() {
    return splitDoubt;
  }

  /** As {@link RedisCheck} found it. */
  void splitDoubt(Duration found) {
    splitDoubt = found;
  }

  /** Sends one command. */
  public Future<Response> send(Command command, String... args) {
    var request = Request.cmd(command);
    for (var arg : args) {
      request.arg(arg);
    }
    return timed(one(request));
  }

  /** The wall clock of Redis, in milliseconds. */
  public Future<Long> time() {
    return send(Command.TIME)
        .map(answer -> answer.get(0).toLong() * 1_000 + answer.get(1).toLong() / 1_000);
  }

  /**
   * Runs one script; the script is sent whole when Redis does not know it (a restart empties its
   * cache).
   */
  public Future<Response> eval(Script script, List<String> keys, List<String> args) {
    return timed(
        one(request(Command.EVALSHA, script.sha(), keys, args))
            .recover(
                e ->
                    unknownScript(e)
                        ? one(request(Command.EVAL, script.body(), keys, args))
                        : Future.failedFuture(e)));
  }

  private Future<Response> one(Request request) {
    return neutral.run(() -> redis.send(request));
  }

  /** One call of a script, for {@link #evalAll}. */
  public record Call(List<String> keys, List<String> args) {}

  /**
   * Runs a script many times, pipelined on one connection, in order; the answers are in the order
   * of the calls.
   */
  public Future<List<Response>> evalAll(Script script, List<Call> calls) {
    if (calls.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    if (calls.size() == 1) {
      return eval(script, calls.getFirst().keys(), calls.getFirst().args()).map(List::of);
    }
    return chunks(
        calls,
        chunk ->
            pipelined(
                connection ->
                    load(connection, script)
                        .compose(there -> all(runs(connection, script, chunk)))));
  }

  private static Future<Response> load(RedisConnection connection, Script script) {
    return connection.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.body()));
  }

  private static List<Future<Response>> runs(
      RedisConnection connection, Script script, List<Call> calls) {
    return calls.stream()
        .map(
            call ->
                connection.send(request(Command.EVALSHA, script.sha(), call.keys(), call.args())))
        .toList();
  }

  /**
   * One chunk after the other, so that no queue of the client overflows and each has its own
   * time-out.
   */
  private static <T> Future<List<Response>> chunks(
      List<T> all, Function<List<T>, Future<List<Response>>> send) {
    if (all.size() <= CHUNK) {
      return send.apply(all);
    }
    return send.apply(all.subList(0, CHUNK))
        .compose(
            first ->
                chunks(all.subList(CHUNK, all.size()), send)
                    .map(
                        rest -> {
                          var both = new ArrayList<>(first);
                          both.addAll(rest);
                          return both;
                        }));
  }

  /** Sends many commands, pipelined on one connection; fails when one of them does. */
  public Future<List<Response>> sendAll(List<Request> requests) {
    return chunks(
        requests,
        chunk -> pipelined(connection -> all(chunk.stream().map(connection::send).toList())));
  }

  /** A connection of one's own, outside the pool's accounting of waiters; the caller closes it. */
  public Future<RedisConnection> connect() {
    return neutral.run(redis::connect);
  }

  /** Does something on one connection that nobody else uses meanwhile. */
  <T> Future<T> alone(Function<RedisConnection, Future<T>> work) {
    return timed(
        connect().compose(connection -> work.apply(connection).eventually(connection::close)));
  }

  public Future<Void> close() {
    redis.close();
    return Future.succeededFuture();
  }

  private Future<List<Response>> pipelined(Function<RedisConnection, Future<List<Response>>> work) {
    var connecting = connect();
    return connecting
        .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        // One that comes too late goes back, else a frozen Redis would empty the pool for good.
        .onFailure(e -> connecting.onSuccess(RedisConnection::close))
        .compose(
            connection ->
                work.apply(connection)
                    .timeout(settings.commandTimeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                    .eventually(connection::close));
  }

  private static Future<List<Response>> all(List<Future<Response>> answers) {
    return Future.all(answers).map(done -> done.<Response>list());
  }

  private <T> Future<T> timed(Future<T> answer) {
    return answer.timeout(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean unknownScript(Throwable e) {
    return e.getMessage() != null && e.getMessage().startsWith("NOSCRIPT");
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> args) {
    var request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    args.forEach(request::arg);
    return request;
  }
}
