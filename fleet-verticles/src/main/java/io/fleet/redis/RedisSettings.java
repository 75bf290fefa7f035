package io.fleet.redis;

import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is and how patient to be with it. The URL has one of three forms; {@code rediss}
 * instead of {@code redis} speaks TLS, {@code USER:PASSWORD@} may stand before the hosts:
 *
 * <ul>
 *   <li>{@code redis://HOST:6379}: one server
 *   <li>{@code redis+sentinel://HOST:26379,HOST:26379/NAME}: the primary that these sentinels call
 *       NAME
 *   <li>{@code redis+cluster://HOST:6379,HOST:6379}: a cluster, of which {@link RedisCheck} refuses
 *       what Fleet cannot do there yet
 * </ul>
 *
 * @param url in one of these forms
 * @param poolSize connections for commands; blocking reads have their own
 * @param commandTimeout when a command counts as unanswered; it may have happened all the same
 * @param connectTimeout when a connection attempt is given up
 * @since 0.1
 */
public record RedisSettings(
    String url, int poolSize, Duration commandTimeout, Duration connectTimeout) {
  private static final Pattern MANY =
      Pattern.compile("(rediss?)\\+(sentinel|cluster)://(?:([^@/]*)@)?([^@/]+?)(?:/([^/]*))?");
  private static final int SENTINEL_PORT = 26_379;
  private static final int REDIS_PORT = 6_379;

  public RedisSettings {
    if (url.contains("+")) {
      check(MANY.matcher(url), url);
    }
  }

  /** 8 connections, 2 s for a command and for a connection. */
  public static RedisSettings of(String url) {
    return new RedisSettings(url, 8, Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  private static void check(Matcher parts, String url) {
    var scheme = url.substring(0, Math.max(0, url.indexOf(':')));
    if (!scheme.matches("rediss?\\+.*")) {
      return; // a plus sign elsewhere, as in a password
    }
    var ok = parts.matches() && !parts.group(4).startsWith(",") && !parts.group(4).endsWith(",");
    var name = ok && parts.group(5) != null ? parts.group(5) : "";
    if (!ok || parts.group(2).equals("sentinel") == name.isEmpty()) {
      throw new IllegalArgumentException(
          "Not a Redis URL: "
              + shown(url)
              + ". Write redis://HOST:PORT, redis+sentinel://HOST:PORT,HOST:PORT/NAME or"
              + " redis+cluster://HOST:PORT,HOST:PORT.");
    }
  }

  /** Whether sentinels say which server is the primary. */
  public boolean sentinel() {
    return url.startsWith("redis+sentinel:") || url.startsWith("rediss+sentinel:");
  }

  /** Whether it is a cluster. */
  public boolean cluster() {
    return url.startsWith("redis+cluster:") || url.startsWith("rediss+cluster:");
  }

  /** The URL without its password, for messages. */
  public String shown() {
    return shown(url);
  }

  private static String shown(String url) {
    return url.replaceFirst("//[^@/]*@", "//***@");
  }

  /** For the client library: where to connect, and how long to try. */
  RedisOptions options(int connections) {
    var options = new RedisOptions().setMaxPoolSize(connections);
    options
        .getNetClientOptions()
        .setConnectTimeout((int) connectTimeout.toMillis())
        .setTcpNoDelay(true);
    var parts = MANY.matcher(url);
    if (!(sentinel() || cluster()) || !parts.matches()) {
      return options.setConnectionString(url);
    }
    options.setEndpoints(endpoints(parts));
    if (parts.group(3) != null) {
      var secret = parts.group(3);
      var colon = secret.indexOf(':');
      options.setPassword(secret.substring(colon + 1));
      if (colon > 0) {
        options.setUser(secret.substring(0, colon));
      }
    }
    return cluster()
        ? options.setType(RedisClientType.CLUSTER)
        : options
            .setType(RedisClientType.SENTINEL)
            .setMasterName(parts.group(5))
            .setRole(RedisRole.MASTER)
            .setAutoFailover(true);
  }

  private static List<String> endpoints(Matcher parts) {
    var port = parts.group(2).equals("sentinel") ? SENTINEL_PORT : REDIS_PORT;
    return Arrays.stream(parts.group(4).split(","))
        .map(host -> host.matches(".*:\\d+") ? host : host + ":" + port)
        .map(host -> parts.group(1) + "://" + host)
        .toList();
  }
}
