package io.fleet.bench;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Beat;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the control state costs: a master, many simulated workers and a Redis, each in a process of
 * its own. Placement of all slots against a bare loop of the same hashes, then the steady state,
 * then single changes.
 *
 * @since 0.1
 */
public final class StoreBench implements AutoCloseable {
  static final String FLEET = "bench";
  static final String CLASS = "bench.Idle";
  private static final int AUTOMATIONS = 10;
  private static final int SLOTS_A_WORKER = 100;
  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final int workers;
  private final int slots;
  private final boolean quick;
  private final Vertx vertx = Vertx.vertx();
  private final Keys keys = new Keys(FLEET);
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.open(vertx, Wait.patient(redis.url()));
  private final FleetReader reader = new FleetReader(link, keys);
  private final List<Metric> metrics = new ArrayList<>();

  private StoreBench(boolean quick) {
    this.quick = quick;
    workers = quick ? 100 : 1_000;
    slots = workers * SLOTS_A_WORKER;
  }

  /** Measures; about two minutes, or half of one when it is to be quick. */
  public static List<Metric> measure(boolean quick) throws IOException {
    try (var bench = new StoreBench(quick)) {
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

  /** So many slots in all, under a name that makes another config of it. */
  static FleetSpec spec(int slots, String config) {
    var automations = new StringBuilder();
    for (var i = 0; i < AUTOMATIONS; i++) {
      automations.append(
          "  a%d: { class: %s, version: \"%s\", slots: %d }%n"
              .formatted(
                  i, CLASS, config, slots / AUTOMATIONS + (i < slots % AUTOMATIONS ? 1 : 0)));
    }
    var yaml =
        "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: bench }\nautomations:\n"
            + automations;
    var parsed = FleetFile.parse("bench.yaml", yaml);
    return parsed.spec().orElseThrow(() -> new IllegalStateException("" + parsed.problems()));
  }

  private void run() throws IOException {
    var bare = bareLoop();
    var state = Files.createTempDirectory("fleet-bench");
    try (var master = Child.start(StoreMaster.class, List.of("-Xmx2g"), redis.url(), "" + state);
        var crowd =
            Child.start(
                StoreWorkers.class,
                List.of("-Xmx2g"),
                redis.url(),
                "" + workers,
                "" + (SLOTS_A_WORKER + 5))) {
      Wait.until("the end of the barrier", LIMIT, this::settled);
      placement(master, crowd, bare);
      steady(master, crowd);
      changes(master);
    }
  }

  private boolean settled() {
    return Wait.on(reader.meta()).containsKey("cleanRunId")
        && Wait.on(reader.beats()).size() == workers;
  }

  /** The same hashes, written by nobody's rules. */
  private Samples bareLoop() {
    var rates = new ArrayList<Double>();
    for (var round = 0; round < 4; round++) {
      var begin = System.nanoTime();
      for (var from = 0; from < slots; from += 4_000) {
        var requests = new ArrayList<Request>();
        for (var i = from; i < Math.min(slots, from + 4_000); i++) {
          requests.add(bareHash(i));
        }
        Wait.on(link.sendAll(requests));
      }
      if (round > 0) {
        rates.add(slots / ((System.nanoTime() - begin) / 1e9));
      }
    }
    Wait.on(link.send(Command.FLUSHALL));
    return new Samples(rates);
  }

  private Request bareHash(int i) {
    var fields = new TreeMap<String, String>();
    fields.put("epoch", "1");
    fields.put("gen", "" + ((1L << 20) + i));
    fields.put("state", "ASSIGNED");
    fields.put("worker", "w" + i % workers);
    fields.put("boot", "" + (1_800_000_000L << 20));
    fields.put("cfg", "0123456789abcdef");
    fields.put("cause", "CONFIG_APPLIED");
    fields.put("until", "0");
    fields.put("since", "1800000000000");
    fields.put("failures", "0");
    fields.put("detail", "");
    var request = Request.cmd(Command.HSET).arg(keys.spec("a" + i % AUTOMATIONS + "/" + i));
    fields.forEach((field, value) -> request.arg(field).arg(value));
    return request;
  }

  private Map<String, String> settings(String... more) {
    var settings = new HashMap<>(Map.of("workers", "" + workers, "slots", "" + slots));
    settings.put("profile", "balanced");
    for (var i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private long recorded() {
    return Wait.on(link.send(Command.SCARD, keys.slots())).toLong();
  }

  private long running() {
    var sum = 0L;
    for (var i = 0; i < AUTOMATIONS; i++) {
      sum += Wait.on(link.send(Command.SCARD, keys.running("a" + i))).toLong();
    }
    return sum;
  }

  private void placement(Child master, Child crowd, Samples bare) throws IOException {
    var rates = new ArrayList<Double>();
    var redisCpu = 0.0;
    var masterCpu = 0.0;
    var crowdCpu = 0.0;
    for (var round = 0; round <= ROUNDS; round++) {
      insist(master.ask("apply 0 1"));
      Wait.until("an empty fleet", LIMIT, () -> recorded() == 0);
      redisCpu = Cpu.seconds(redis.pid());
      masterCpu = master.cpuSeconds();
      crowdCpu = crowd.cpuSeconds();
      var begin = System.nanoTime();
      insist(master.ask("apply " + slots + " 1"));
      Wait.until("the placement", LIMIT, () -> running() == slots);
      if (round > 0) { // as with the bare loop, the first one is cold
        rates.add(slots / ((System.nanoTime() - begin) / 1e9));
      }
    }
    var samples = new Samples(rates);
    metrics.add(
        samples.more(
            "store",
            "placement",
            samples.median(),
            "slots/s",
            "limit:pipelined-hset",
            bare.median(),
            settings(
                "cpu_redis_s", text(Cpu.seconds(redis.pid()) - redisCpu),
                "cpu_master_s", text(master.cpuSeconds() - masterCpu),
                "cpu_workers_s", text(crowd.cpuSeconds() - crowdCpu))));
  }

  private static void insist(String answer) {
    if (!answer.equals("ok")) {
      throw new IllegalStateException("the bench's master says: " + answer);
    }
  }

  private static String text(double number) {
    return "%.2f".formatted(number);
  }

  private long heartbeats() {
    return Wait.on(reader.beats()).values().stream().mapToLong(b -> Beat.parse(b).seq()).sum();
  }

  private void steady(Child master, Child crowd) throws IOException {
    Wait.pause(Duration.ofSeconds(quick ? 4 : 10));
    var heap = Double.parseDouble(master.ask("heap"));
    var redisShares = new ArrayList<Double>();
    var masterShares = new ArrayList<Double>();
    var beats = new ArrayList<Double>();
    var crowdCpu = crowd.cpuSeconds();
    for (var round = 0; round < 3; round++) {
      var begin = System.nanoTime();
      var redisCpu = Cpu.seconds(redis.pid());
      var masterCpu = master.cpuSeconds();
      var sent = heartbeats();
      Wait.pause(Duration.ofSeconds(quick ? 4 : 10));
      var seconds = (System.nanoTime() - begin) / 1e9;
      beats.add((heartbeats() - sent) / seconds);
      redisShares.add((Cpu.seconds(redis.pid()) - redisCpu) / seconds * 100);
      masterShares.add((master.cpuSeconds() - masterCpu) / seconds * 100);
    }
    var workersCpu = text(crowd.cpuSeconds() - crowdCpu);
    share("redis_cpu", new Samples(redisShares), 15, workersCpu);
    share("master_cpu", new Samples(masterShares), 20, workersCpu);
    var rate = new Samples(beats);
    metrics.add(
        rate.more(
            "store",
            "heartbeats",
            rate.median(),
            "1/s",
            "limit:one-each-2s",
            workers / 2.0,
            settings()));
    var after = Double.parseDouble(master.ask("heap"));
    metrics.add(
        Samples.of(after)
            .less("store", "master_heap", after, "MiB", "limit:before", heap, settings()));
  }

  private void share(String metric, Samples shares, double limit, String workersCpu) {
    metrics.add(
        shares.less(
            "store",
            metric,
            shares.median(),
            "% of a core",
            "limit:" + (int) limit,
            limit,
            settings("cpu_workers_s", workersCpu)));
  }

  /** One more slot at a time: from the leader's write to its write of what the worker reported. */
  private void changes(Child master) throws IOException {
    var last = Wait.on(reader.lastEvents(1)).getFirst().id();
    var count = quick ? 20 : 60;
    for (var i = 1; i <= count; i++) {
      var wanted = slots + i;
      insist(master.ask("apply " + wanted + " 1"));
      Wait.until("a new slot", LIMIT, () -> running() == wanted);
    }
    var times = StartTimes.of(Wait.on(reader.eventsAfter(last, 4 * count)));
    metrics.add(
        times.less(
            "store", "nudge_to_report_p95", times.p95(), "ms", "limit:100", 100, settings()));
  }
}
