package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.testkit.RedisServer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections and servers that die under readers and writers. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class OutageIT {
  @TempDir Path folder;
  private final RedisKind kind;
  private RedisServer redis;
  private Rig rig;

  OutageIT(RedisKind kind) {
    this.kind = kind;
  }

  private RedisServer start(int port) {
    return RedisServer.start(
        kind.options(folder)
            .withPort(port)
            .withAppendOnly(true)
            .withExtraArgs("--appendfsync", "always"));
  }

  @BeforeEach
  void start() {
    redis = start(0);
    rig = new Rig(redis);
  }

  @AfterEach
  void close() {
    rig.close();
    redis.close();
  }

  private static Set<Long> range(long from, long to) {
    return new HashSet<>(LongStream.rangeClosed(from, to).boxed().toList());
  }

  /** The connections that wait in a blocking read. */
  private List<String> blocked() {
    return rig.send(Command.CLIENT, "LIST")
        .toString()
        .lines()
        .filter(line -> line.contains("cmd=xreadgroup") && line.contains("flags=b"))
        .map(line -> line.replaceAll("^id=(\\d+) .*", "$1"))
        .toList();
  }

  @Test
  void a_killed_blocking_connection_is_replaced() {
    var taker = rig.taker(rig.own("reader/0", 1));
    await().until(() -> blocked().size() == 1);
    var first = blocked();
    rig.send(Command.CLIENT, "KILL", "ID", first.getFirst());
    rig.emit("w/0", 1, 5);
    assertThat(taker.work(5)).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L));
    await().until(() -> blocked().size() == 1);
    assertThat(blocked()).doesNotContainAnyElementsOf(first);
  }

  @Test
  void a_group_and_a_log_that_are_wiped_are_made_anew() {
    var taker = rig.taker(rig.own("reader/0", 1));
    rig.emit("w/0", 1, 2);
    assertThat(taker.work(2)).hasSize(2);
    rig.send(Command.FLUSHALL);
    rig.adopt();
    rig.own("reader/0", 1);
    rig.emit("w/0", 3, 4);
    assertThat(taker.work(2)).isEqualTo(List.of(3L, 4L));
  }

  @Test
  void a_restart_with_its_file_loses_nothing_that_was_accepted_or_acknowledged() {
    var taker = rig.taker(rig.own("reader/0", 1));
    var outlet = rig.outlet(rig.own("w/0", 1));
    var seen = new HashSet<Long>();
    var acknowledged = new HashSet<Long>();
    var sending = CompletableFuture.runAsync(() -> send(outlet, 600));
    while (seen.size() < 200) {
      work(taker, seen, acknowledged);
    }
    redis.kill();
    redis = start(redis.port());
    rig.adopt();
    rig.own("w/0", 1);
    outlet.replay();
    var before = Set.copyOf(acknowledged);
    var after = new HashSet<Long>();
    while (seen.size() < 600) {
      var n = work(taker, seen, acknowledged);
      after.add(n);
    }
    sending.join();
    assertThat(seen).isEqualTo(range(1, 600));
    assertThat(after).as("acknowledged records come once").doesNotContainAnyElementsOf(before);
    assertThat(taker.take(Duration.ofMillis(700))).isEmpty();
    assertThat(rig.pending(Rig.GROUP)).isZero();
    assertThat(rig.length("dead")).isZero();
  }

  private static long work(Taker taker, Set<Long> seen, Set<Long> acknowledged) {
    var next = taker.take();
    seen.add(next.value().n());
    taker.complete(next, true);
    acknowledged.add(next.value().n());
    return next.value().n();
  }

  private static void send(Outlet<Line> outlet, int count) {
    for (var n = 1; n <= count; n++) {
      if (outlet.full()) {
        Rig.get(outlet.flush());
      }
      outlet.offer(new Line("w", n));
    }
    Rig.get(outlet.flush());
  }

  @Test
  void stop_ends_though_redis_is_away() {
    var taker = rig.taker(rig.own("reader/0", 1));
    rig.emit("w/0", 1, 5);
    taker.take();
    redis.kill();
    taker.stop();
  }
}
