package io.fleet.redis;

/**
 * This Redis must not be used; the message says why and what to do. Retrying does not help.
 *
 * @since 0.1
 */
public final class RedisRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RedisRefused(String message) {
    super(message);
  }
}
