package io.fleet.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Redis of either kind with a pool to it, for tests. */
public final class Redises implements AutoCloseable {
  /** Which executable. */
  public enum Kind {
    EMBEDDED,
    SYSTEM
  }

  public final Vertx vertx = Vertx.vertx();
  private final RedisServer server;
  public final RedisLink link;

  private Redises(RedisServer server) {
    this.server = server;
    this.link =
        RedisLink.open(
            vertx,
            new RedisSettings(server.url(), 8, Duration.ofSeconds(2), Duration.ofSeconds(2)));
  }

  /** Starts one, or skips the test and says which Redis is missing. */
  public static Redises start(Kind kind, Path dir) {
    var options = RedisServer.Options.in(dir);
    if (kind == Kind.SYSTEM) {
      var binary = RedisServer.systemBinary();
      assumeTrue(binary.isPresent(), "no redis-server on this host: apt install redis-server");
      options = options.withBinary(binary.orElseThrow());
    }
    return new Redises(RedisServer.start(options));
  }

  public RedisServer server() {
    return server;
  }

  /** One command and its answer as text; empty for nil. */
  public String ask(Command command, String... args) {
    Response answer = get(link.send(command, args));
    return answer == null ? "" : answer.toString();
  }

  /** What a future brings, on a test's thread. */
  public static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    get(link.close());
    get(vertx.close());
    server.close();
  }
}
