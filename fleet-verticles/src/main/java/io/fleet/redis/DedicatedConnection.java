package io.fleet.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that is always there: for SUBSCRIBE and blocking reads, which must never sit in
 * the pool. A connection of the client library lives once, so each end starts a new one: after 50
 * ms, doubling to 2 s, with jitter. All methods and the session run on the Vert.x context that
 * started it.
 *
 * @since 0.1
 */
public final class DedicatedConnection {
  private static final Logger log = LoggerFactory.getLogger(DedicatedConnection.class);
  private static final long FIRST_DELAY_MILLIS = 50;
  private static final long MAX_DELAY_MILLIS = 2_000;

  /** What to do with each fresh connection. */
  @FunctionalInterface
  public interface Session {
    /**
     * Uses the connection; the future ends when the session is over (a failure reconnects as well).
     */
    Future<Void> run(RedisConnection connection);
  }

  private final Vertx vertx;
  private final RedisSettings settings;
  private final String purpose;
  private final Session session;
  private final Context context;
  private @Nullable Redis client;
  private @Nullable RedisConnection current;
  private long delay = FIRST_DELAY_MILLIS;
  private boolean stopped;

  /** For a purpose that log lines name. Must be made on a Vert.x context. */
  public DedicatedConnection(Vertx vertx, RedisSettings settings, String purpose, Session session) {
    this.vertx = vertx;
    this.settings = settings;
    this.purpose = purpose;
    this.session = session;
    this.context = vertx.getOrCreateContext();
  }

  /** Connects, and goes on connecting until {@link #stop}. */
  public void start() {
    context.runOnContext(go -> connect());
  }

  /** Closes the connection; the session's pending reads fail. */
  public void stop() {
    context.runOnContext(
        go -> {
          stopped = true;
          drop();
        });
  }

  private void connect() {
    if (stopped) {
      return;
    }
    var options = settings.options(1).setPoolRecycleTimeout(-1);
    var fresh = Redis.createClient(vertx, options);
    client = fresh;
    fresh
        .connect()
        // A frozen Redis accepts and then says nothing; the client knows no limit for that.
        .timeout(settings.connectTimeout().toMillis() * 2, TimeUnit.MILLISECONDS)
        .onSuccess(this::use)
        .onFailure(
            e -> {
              log.debug("redis connection refused purpose={} error={}", purpose, e.getMessage());
              again();
            });
  }

  private void use(RedisConnection connection) {
    if (stopped) {
      drop();
      return;
    }
    current = connection;
    // Only the end handler is sure to fire; the session's own future may never end when the peer
    // vanishes.
    var ended = Promise.<Void>promise();
    connection.endHandler(end -> ended.tryComplete());
    connection.exceptionHandler(ended::tryFail);
    session.run(connection).onSuccess(ended::tryComplete).onFailure(ended::tryFail);
    ended
        .future()
        .onComplete(
            over -> {
              if (over.failed() && !stopped) {
                log.debug(
                    "redis session over purpose={} error={}", purpose, over.cause().getMessage());
              }
              again();
            });
    delay = FIRST_DELAY_MILLIS;
  }

  private void again() {
    drop();
    if (stopped) {
      return;
    }
    var wait = delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1);
    delay = Math.min(MAX_DELAY_MILLIS, delay * 2);
    vertx.setTimer(Math.max(1, wait), go -> connect());
  }

  private void drop() {
    if (current != null) {
      current.close();
      current = null;
    }
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
