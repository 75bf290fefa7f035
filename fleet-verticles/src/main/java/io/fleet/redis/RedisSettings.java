package io.fleet.redis;

import java.time.Duration;

/**
 * Where Redis is and how patient to be with it.
 *
 * @param url {@code redis://127.0.0.1:6379}; may hold a password
 * @param poolSize connections for commands; blocking reads have their own
 * @param commandTimeout when a command counts as unanswered; it may have happened all the same
 * @param connectTimeout when a connection attempt is given up
 * @since 0.1
 */
public record RedisSettings(
    String url, int poolSize, Duration commandTimeout, Duration connectTimeout) {
  /** 8 connections, 2 s for a command and for a connection. */
  public static RedisSettings of(String url) {
    return new RedisSettings(url, 8, Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  /** The URL without its password, for messages. */
  public String shown() {
    return url.replaceFirst("//[^@/]*@", "//***@");
  }
}
