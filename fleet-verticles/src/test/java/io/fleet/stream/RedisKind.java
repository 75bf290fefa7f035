package io.fleet.stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.testkit.RedisServer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The versions of Redis that the transport promises to work with. */
enum RedisKind {
  EMBEDDED_6_2,
  SYSTEM_7;

  private static final Map<RedisKind, RedisServer> SHARED = new EnumMap<>(RedisKind.class);

  /** One for all tests of the JVM, with which it ends; each test has a fleet of its own there. */
  RedisServer shared() {
    return SHARED.computeIfAbsent(
        this,
        kind ->
            RedisServer.start(
                kind.options(Path.of("target", "redis-" + kind.name()).toAbsolutePath())));
  }

  /** One of the test's own, which it may kill. */
  RedisServer.Options options(Path folder) {
    var options = RedisServer.Options.in(folder);
    if (this == EMBEDDED_6_2) {
      return options;
    }
    var binary = RedisServer.systemBinary();
    assumeTrue(
        binary.isPresent(),
        "SYSTEM_7 not tested: there is no redis-server on this machine; install it");
    return options.withBinary(binary.orElseThrow());
  }
}
