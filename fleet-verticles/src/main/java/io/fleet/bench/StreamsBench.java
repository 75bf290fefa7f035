package io.fleet.bench;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.slot.Fence;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a durable record costs from one JVM to another, against the same loop in bare Vert.x client
 * code: records a second, CPU seconds of all processes, and latency at a low rate.
 *
 * @since 0.1
 */
public final class StreamsBench implements AutoCloseable {
  static final String FLEET = "bench";
  private static final String WORKER = "w1";
  private static final long BOOT = 1;
  private static final long GEN = 1;
  private static final int WINDOW = 16_384;
  private static final int AT_ONCE = 256;
  private static final int PER_SECOND = 2_000;

  private final int records;
  private final int rounds;
  private final int latencyRecords;
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.open(vertx, Wait.patient(redis.url()));
  private final Keys keys = new Keys(FLEET);
  private final List<Metric> metrics = new ArrayList<>();

  private StreamsBench(boolean quick) {
    records = quick ? 200_000 : 1_000_000;
    rounds = quick ? 3 : 5;
    latencyRecords = quick ? 10_000 : 60_000;
  }

  /** Measures; about two minutes, or a quarter of that when it is to be quick. */
  public static List<Metric> measure(boolean quick) throws IOException {
    try (var bench = new StreamsBench(quick)) {
      bench.run();
      return bench.metrics;
    }
  }

  @Override
  public void close() {
    Wait.on(link.close());
    Wait.on(vertx.close());
    redis.close();
  }

  /** The generation of a slot that this bench, in the leader's place, says is owned. */
  static Fence fence(String slot) {
    return new Fence(slot, GEN, WORKER, BOOT);
  }

  private void own(String slot) {
    Wait.on(
        link.send(
            Command.HSET,
            keys.spec(slot),
            "gen",
            "" + GEN,
            "state",
            "RUNNING",
            "worker",
            WORKER,
            "boot",
            "" + BOOT));
  }

  private void lead() {
    var info = Wait.on(link.send(Command.INFO, "server")).toString();
    var run = info.split("run_id:", 2)[1].substring(0, 40);
    Wait.on(link.send(Command.HSET, keys.meta(), "runId", run, "cleanRunId", run));
    Wait.on(link.send(Command.SET, keys.lease(WORKER), "" + BOOT));
  }

  private void run() throws IOException {
    lead();
    for (var slots : List.of(1, 4)) {
      durable(slots);
    }
    latency();
  }

  /** Ours and the bare loop in turns, so that both see the same neighbours on shared cores. */
  private void durable(int slots) throws IOException {
    for (var i = 0; i < slots; i++) {
      own("producer/" + i);
      own("consumer/" + i);
    }
    var ours = new Bursts(redis.pid(), records);
    var bare = new Bursts(redis.pid(), records);
    var log = keys.partition(StreamItem.TOPIC.name(), 0) + "log";
    try (var consumer = consumer(slots, AT_ONCE);
        var producer = producer(slots);
        var bareConsumer = Child.start(BareConsumer.class, List.of("-Xmx512m"), redis.url());
        var bareProducer = Child.start(BareProducer.class, List.of("-Xmx512m"), redis.url())) {
      for (var round = -1; round < rounds; round++) {
        var counts = round >= 0; // the first one is cold
        bare.run(bareProducer, bareConsumer, counts);
        Wait.on(link.send(Command.XTRIM, BareProducer.LOG, "MAXLEN", "0"));
        ours.run(producer, consumer, counts);
        // What is acknowledged; without it the memory of this bench would grow by each round.
        Wait.on(link.send(Command.XTRIM, log, "MAXLEN", "0"));
      }
    }
    Wait.on(link.send(Command.DEL, BareProducer.LOG));
    clear();
    report(slots, ours, bare);
  }

  private void report(int slots, Bursts ours, Bursts bare) {
    var settings =
        settings(
            "slots",
            "" + slots,
            "cpu_redis_s_per_100k",
            text(ours.redis().median()),
            "its_cpu_redis_s_per_100k",
            text(bare.redis().median()));
    metrics.add(
        ours.rates()
            .more(
                "streams",
                "durable_throughput",
                ours.rates().median(),
                "records/s",
                "limit:vertx-loop",
                bare.rates().median(),
                settings));
    metrics.add(
        ours.cpu()
            .less(
                "streams",
                "durable_cpu",
                ours.cpu().median(),
                "CPU s per 100,000",
                "limit:vertx-loop",
                bare.cpu().median(),
                settings));
  }

  private Child consumer(int slots, int atOnce) throws IOException {
    return Child.start(
        StreamConsumer.class,
        List.of("-Xmx512m"),
        redis.url(),
        "" + slots,
        "" + WINDOW,
        "" + atOnce);
  }

  private Child producer(int slots) throws IOException {
    return Child.start(
        StreamProducer.class, List.of("-Xmx512m"), redis.url(), "" + slots, "" + WINDOW);
  }

  private void clear() {
    var prefix = keys.partition(StreamItem.TOPIC.name(), 0);
    for (var each : List.of("log", "last", "begun", "open")) {
      Wait.on(link.send(Command.DEL, prefix + each));
    }
  }

  /** In one steady run after a warm one. */
  private void latency() throws IOException {
    own("producer/0");
    own("consumer/0");
    try (var consumer = consumer(1, AT_ONCE);
        var producer = producer(1)) {
      paced(producer, consumer);
      var redisBefore = Cpu.seconds(redis.pid());
      var before = producer.cpuSeconds();
      var consumerBefore = consumer.cpuSeconds();
      var begin = System.nanoTime();
      var reached = paced(producer, consumer);
      var seconds = (System.nanoTime() - begin) / 1e9;
      var redisCores = (Cpu.seconds(redis.pid()) - redisBefore) / seconds;
      var producerCores = (producer.cpuSeconds() - before) / seconds;
      var consumerCores = (consumer.cpuSeconds() - consumerBefore) / seconds;
      var p50 = Long.parseLong(reached[1]) / 1_000.0;
      var p99 = Long.parseLong(reached[2]) / 1_000.0;
      var settings =
          settings(
              "rate",
              "" + PER_SECOND,
              "p99_ms",
              text(p99),
              "cores_redis",
              text(redisCores),
              "cores_producer",
              text(producerCores),
              "cores_consumer",
              text(consumerCores));
      metrics.add(
          Samples.of(p50)
              .less("streams", "durable_latency", p50, "ms (p50)", "limit:target", 1.5, settings));
      var cores = redisCores + producerCores + consumerCores;
      metrics.add(
          Samples.of(cores)
              .less("streams", "durable_cores", cores, "cores", "limit:target", 0.4, settings));
    }
  }

  private String[] paced(Child producer, Child consumer) throws IOException {
    consumer.ask("reset " + latencyRecords);
    producer.ask("paced " + latencyRecords + " " + PER_SECOND);
    return consumer.ask("reached").split(" ");
  }

  private Map<String, String> settings(String... more) {
    var settings = new HashMap<>(Map.of("bytes", "200", "aof", "no", "at_once", "" + AT_ONCE));
    for (var i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private static String text(double value) {
    return String.format(java.util.Locale.ROOT, "%.3f", value);
  }
}
