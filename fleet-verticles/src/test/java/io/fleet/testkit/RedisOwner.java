package io.fleet.testkit;

import java.nio.file.Path;

/** A JVM that owns a Redis, prints its pid and waits to be killed. */
final class RedisOwner {
  private RedisOwner() {}

  public static void main(String[] args) throws Exception {
    RedisServer redis = RedisServer.start(RedisServer.Options.in(Path.of(args[0])));
    System.out.println(redis.pid());
    Thread.sleep(60_000);
  }
}
