package io.fleet.redis;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.redis.RedisLink.Call;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The pool and the dedicated connection against a real Redis that misbehaves. */
@ParameterizedClass
@EnumSource
final class RedisLinkIT {
  private static final String BODY = "redis.call('RPUSH', KEYS[1], ARGV[1]) return ARGV[1]";

  private final Redises redis;
  private final RedisLink link;
  private final Path dir;
  private final Script script = new Script("push", BODY, sha());
  private RedisServer second;

  RedisLinkIT(Redises.Kind kind, @TempDir Path dir) {
    this.dir = dir;
    redis = Redises.start(kind, dir);
    link =
        RedisLink.open(
            redis.vertx,
            new RedisSettings(
                redis.server().url(), 4, Duration.ofMillis(300), Duration.ofMillis(300)));
  }

  @AfterEach
  void end() {
    get(link.close());
    redis.close();
    if (second != null) {
      second.close();
    }
  }

  private String sha() {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-1")
                  .digest(BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_redis_that_is_away_leaves_the_event_loop_free_and_is_found_again() throws Exception {
    var late = new java.util.concurrent.atomic.AtomicLong();
    var last = new java.util.concurrent.atomic.AtomicLong(System.nanoTime());
    redis.vertx.setPeriodic(
        10,
        tick -> {
          var now = System.nanoTime();
          late.accumulateAndGet(now - last.getAndSet(now), Math::max);
        });
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    redis.vertx.setPeriodic(
        50, ask -> link.send(Command.PING).onComplete(done -> asked.incrementAndGet()));
    redis.server().freeze();
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() > 190);
    } finally {
      redis.server().thaw();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(() -> get(link.send(Command.PING)).toString().equals("PONG"));
    assertThat(Duration.ofNanos(late.get())).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_user_that_may_not_do_what_is_needed_is_refused_by_name() {
    redis.ask(
        Command.ACL, "SETUSER", "poor", "on", ">p", "~*", "&*", "+@all", "-hset", "-xautoclaim");
    var poor =
        RedisLink.open(
            redis.vertx, RedisSettings.of("redis://poor:p@127.0.0.1:" + redis.server().port()));
    assertThat(get(RedisCheck.run(poor)).refusals())
        .singleElement()
        .asString()
        .contains("may not call HSET, XAUTOCLAIM", "+hset +xautoclaim");
    assertThat(get(RedisCheck.run(link)).refusals()).isEmpty();
    get(poor.close());
  }

  private List<Call> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Call(List.of("list"), List.of("" + i)))
        .toList();
  }

  @Test
  void a_script_that_redis_has_forgotten_is_sent_again() {
    get(link.eval(script, List.of("list"), List.of("a")));
    redis.ask(Command.SCRIPT, "FLUSH");
    assertThat(get(link.eval(script, List.of("list"), List.of("b")))).hasToString("b");
    redis.ask(Command.SCRIPT, "FLUSH");
    assertThat(get(link.evalAll(script, calls(3)))).hasToString("[0, 1, 2]");
  }

  @Test
  void many_calls_run_and_answer_in_their_order() {
    var answers = get(link.evalAll(script, calls(500)));
    var expected = IntStream.range(0, 500).mapToObj(i -> "" + i).toList();
    assertThat(answers).extracting(Object::toString).isEqualTo(expected);
    var list = new ArrayList<String>();
    get(link.send(Command.LRANGE, "list", "0", "-1")).forEach(item -> list.add(item.toString()));
    assertThat(list).isEqualTo(expected);
    assertThat(get(link.evalAll(script, List.of()))).isEmpty();
  }

  @Test
  void a_frozen_redis_costs_a_time_out_and_after_it_everything_works_again() {
    get(link.send(Command.PING));
    redis.server().freeze();
    try {
      var began = System.nanoTime();
      assertThatThrownBy(() -> get(link.send(Command.PING))).isInstanceOf(AssertionError.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      var lost = new ArrayList<Future<?>>();
      for (var i = 0; i < 20; i++) {
        lost.add(link.evalAll(script, calls(3)));
      }
      lost.forEach(each -> assertThatThrownBy(() -> get(each)).isInstanceOf(AssertionError.class));
    } finally {
      redis.server().thaw();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(get(link.evalAll(script, calls(3)))).hasSize(3));
    for (var i = 0; i < 20; i++) {
      assertThat(get(link.evalAll(script, calls(3)))).hasSize(3);
    }
  }

  @Test
  void a_connection_that_was_killed_is_replaced() {
    get(link.send(Command.PING));
    redis.ask(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsMatching(e -> true)
        .until(() -> "PONG".equals(get(link.send(Command.PING)).toString()));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(get(link.evalAll(script, calls(3)))).hasSize(3));
  }

  private Future<Void> listen(RedisConnection connection, List<String> heard) {
    connection.handler(message -> heard.add(message.toString()));
    connection.send(Request.cmd(Command.SUBSCRIBE).arg("news"));
    return Promise.<Void>promise().future();
  }

  private void hears(List<String> heard, String word) {
    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreExceptionsMatching(e -> true)
        .until(
            () -> {
              get(link.send(Command.PUBLISH, "news", word));
              return heard.stream().anyMatch(text -> text.contains(word));
            });
  }

  @Test
  void the_dedicated_connection_comes_back_after_a_kill_and_a_restart_of_redis() {
    var heard = new CopyOnWriteArrayList<String>();
    var made = new DedicatedConnection[1];
    redis.vertx.runOnContext(
        go -> {
          made[0] =
              new DedicatedConnection(
                  redis.vertx, link.settings(), "test", connection -> listen(connection, heard));
          made[0].start();
        });
    hears(heard, "first");
    redis.ask(Command.CLIENT, "KILL", "TYPE", "pubsub");
    hears(heard, "second");
    var port = redis.server().port();
    redis.server().kill();
    second = RedisServer.start(RedisServer.Options.in(dir.resolve("again")).withPort(port));
    hears(heard, "third");
    made[0].stop();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get(link.send(Command.PUBLISH, "news", "x")).toInteger() == 0);
  }
}
