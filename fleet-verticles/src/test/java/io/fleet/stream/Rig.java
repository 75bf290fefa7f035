package io.fleet.stream;

import io.fleet.config.StreamSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.Fence;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A fleet of its own in a Redis, in which the test is the leader: it writes who owns which slot.
 */
final class Rig implements AutoCloseable {
  static final String GROUP = "reader";
  static final long BOOT = 77;
  private static final AtomicInteger FLEETS = new AtomicInteger();

  final Keys keys;
  final RedisServer redis;
  final Vertx vertx = Vertx.vertx();
  final RedisLink link;
  final Streams streams;
  private final List<Life> lives = new ArrayList<>();

  Rig(RedisServer redis) {
    this.redis = redis;
    keys = new Keys("f" + FLEETS.incrementAndGet() + "-" + ProcessHandle.current().pid());
    link = RedisLink.open(vertx, RedisSettings.of(redis.url()));
    streams = new Streams(vertx, link, keys);
    adopt();
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Throwable failure(Future<?> future) {
    return get(future.map(x -> (Throwable) new AssertionError("succeeded")).otherwise(e -> e));
  }

  /** Takes this Redis, as it is now, for the fleet's. */
  void adopt() {
    var run = send(Command.INFO, "server").toString().split("run_id:", 2)[1].substring(0, 40);
    send(Command.HSET, keys.meta(), "runId", run, "cleanRunId", run);
  }

  Fence own(String slot, long gen) {
    return own(slot, gen, "w1");
  }

  Fence own(String slot, long gen, String worker) {
    var fence = new Fence(slot, gen, worker, BOOT);
    spec(slot, gen, "RUNNING", worker);
    send(Command.SET, keys.lease(worker), "" + BOOT);
    return fence;
  }

  void spec(String slot, long gen, String state) {
    spec(slot, gen, state, "w1");
  }

  private void spec(String slot, long gen, String state, String worker) {
    send(
        Command.HSET,
        keys.spec(slot),
        "gen",
        "" + gen,
        "state",
        state,
        "worker",
        worker,
        "boot",
        "" + BOOT);
  }

  Response send(Command command, String... args) {
    return get(link.send(command, args));
  }

  String key(String rest) {
    return keys.partition(Line.TOPIC.name(), 0) + rest;
  }

  Partition partition() {
    return new Partition(link, keys, Line.TOPIC.name(), 1_000);
  }

  static StreamSpec spec(int window, int maxLength) {
    return new StreamSpec(Line.TOPIC.name(), window, maxLength, 3);
  }

  static StreamSpec defaults() {
    return StreamSpec.defaults(Line.TOPIC.name());
  }

  Outlet<Line> outlet(Fence fence) {
    return outlet(fence, defaults());
  }

  Outlet<Line> outlet(Fence fence, StreamSpec spec) {
    return streams.outlet(Line.TOPIC, spec, fence);
  }

  Taker taker(Fence fence) {
    return taker(streams, GROUP, fence);
  }

  Taker taker(Streams from, String group, Fence fence) {
    return new Taker(from.inlet(Line.TOPIC, defaults(), group, fence));
  }

  /** Emits lines numbered from..to and waits until they are accepted. */
  void emit(String slot, long from, long to) {
    var outlet = outlet(own(slot, 1 << 20 | from));
    for (var n = from; n <= to; n++) {
      outlet.offer(new Line(slot, n));
    }
    get(outlet.flush());
    outlet.close();
  }

  /** Delivers so many to a reader that is nobody yet; their ids. */
  List<String> read(Fence fence, int count) {
    var answer =
        send(
            Command.XREADGROUP,
            "GROUP",
            GROUP,
            fence.consumer(),
            "COUNT",
            "" + count,
            "STREAMS",
            key("log"),
            ">");
    var list = answer.isMap() ? answer.get(key("log")) : answer.get(0).get(1);
    return StreamSupport.stream(list.spliterator(), false).map(e -> e.get(0).toString()).toList();
  }

  /** The ids that a consumer holds. */
  List<String> pending(String group, Fence fence) {
    var answer = send(Command.XPENDING, key("log"), group, "-", "+", "1000", fence.consumer());
    return StreamSupport.stream(answer.spliterator(), false).map(p -> p.get(0).toString()).toList();
  }

  long pending(String group) {
    return send(Command.XPENDING, key("log"), group).get(0).toLong();
  }

  long length(String what) {
    return send(Command.XLEN, key(what)).toLong();
  }

  /** The values of the log, oldest first. */
  List<String> values() {
    return fields("log", "v");
  }

  List<String> fields(String stream, String field) {
    return StreamSupport.stream(send(Command.XRANGE, key(stream), "-", "+").spliterator(), false)
        .map(entry -> entry.get(1))
        .flatMap(
            f ->
                IntStream.iterate(0, i -> i + 1 < f.size(), i -> i + 2)
                    .filter(i -> f.get(i).toString().equals(field))
                    .mapToObj(i -> f.get(i + 1).toString()))
        .toList();
  }

  /** A process of its own, as far as Redis can see. */
  Life life() {
    var life = new Life(redis, keys);
    lives.add(life);
    return life;
  }

  /** Somebody who can die at any moment. */
  static final class Life {
    private final Vertx vertx = Vertx.vertx();
    final Streams streams;

    private Life(RedisServer redis, Keys keys) {
      streams = new Streams(vertx, RedisLink.open(vertx, RedisSettings.of(redis.url())), keys);
    }

    void die() {
      get(vertx.close());
    }
  }

  @Override
  public void close() {
    lives.forEach(Life::die);
    get(vertx.close());
  }
}
