package io.fleet.cli;

import io.fleet.redis.RedisCheck;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a daemon start only when its Redis answers and may be used. The methods block. */
final class RedisGate {
  /** How long a daemon tries at its start. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(RedisGate.class);
  private static final Duration ASK_WITHIN = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private RedisGate() {}

  /** Waits for Redis for so long; see {@link #PATIENCE}. */
  static void pass(Vertx vertx, String url, Duration patience) {
    var until = System.nanoTime() + patience.toNanos();
    pass(vertx, url, () -> System.nanoTime() - until < 0);
  }

  /**
   * Waits for Redis while that holds; throws {@link CommandFailed} with 1 when it does not answer
   * and with 78 when it must not be used.
   */
  static void pass(Vertx vertx, String url, BooleanSupplier patient) {
    var link = open(vertx, url);
    try {
      while (true) {
        try {
          judge(Waiting.on(RedisCheck.run(link), ASK_WITHIN));
          return;
        } catch (Waiting.Failed e) {
          if (!patient.getAsBoolean()) {
            throw new CommandFailed(Exit.FAILED, noAnswer(link, Member.rootMessage(e)), e);
          }
          log.debug("redis does not answer yet error={}", Member.rootMessage(e));
          Thread.sleep(BETWEEN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(Exit.FAILED, "Interrupted while waiting for Redis.", e);
    } finally {
      link.close();
    }
  }

  private static RedisLink open(Vertx vertx, String url) {
    try {
      return RedisLink.open(vertx, RedisSettings.of(url));
    } catch (RuntimeException e) {
      throw new CommandFailed(
          Exit.USAGE,
          "\""
              + RedisSettings.of(url).shown()
              + "\" is no URL of a Redis. Write it as in --redis redis://127.0.0.1:6379.",
          e);
    }
  }

  private static void judge(RedisCheck.Findings findings) {
    findings.warnings().forEach(warning -> log.warn("{}", warning));
    if (!findings.refusals().isEmpty()) {
      throw new CommandFailed(Exit.UNSAFE, String.join("\n", findings.refusals()));
    }
  }

  private static String noAnswer(RedisLink link, String reason) {
    var cure =
        reason.contains("NOAUTH") || reason.contains("WRONGPASS")
            ? "Put its password into the URL: redis://:PASSWORD@HOST:PORT."
            : "Start one there, or point --redis (FLEET_REDIS) at yours.";
    return "Redis at " + link.settings().shown() + " does not answer (" + reason + "). " + cure;
  }
}
