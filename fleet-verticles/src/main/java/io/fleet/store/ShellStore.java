package io.fleet.store;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.Script;
import io.vertx.core.Future;
import java.util.List;

/**
 * The one thing that a worker's shell writes: the death certificate of a boot, which only grows.
 *
 * @since 0.1
 */
public final class ShellStore {
  private static final Script CERTIFY = Script.beside(ShellStore.class, "certify");

  private final RedisLink redis;
  private final Keys keys;

  /** For one fleet. */
  public ShellStore(RedisLink redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /** Certifies that every process of this boot and of all before has ended. */
  public Future<Void> certify(String worker, long boot) {
    return redis
        .eval(CERTIFY, List.of(keys.certificate(worker)), List.of("" + boot, keys.nudges(), worker))
        .mapEmpty();
  }
}
