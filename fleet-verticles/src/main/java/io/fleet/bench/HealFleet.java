package io.fleet.bench;

import io.fleet.automation.AutomationType;
import io.fleet.config.FleetFile;
import io.fleet.process.Native;
import io.fleet.protocol.Beat;
import io.fleet.protocol.SlotSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two masters and three workers as users run them, over a Redis of their own. For one thread. */
final class HealFleet implements AutoCloseable {
  private static final int WORKERS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.open(vertx, Wait.patient(redis.url()));
  private final Keys keys = new Keys("heal");
  private final FleetReader reader = new FleetReader(link, keys);
  private final List<String> ports = freePorts(3);
  private final Map<String, Daemon> shells = new TreeMap<>();
  private final HealMasters masters;

  HealFleet(Path folder) {
    this.folder = folder;
    masters =
        new HealMasters(
            folder, link, keys, this::common, Map.of("m1", ports.get(1), "m2", ports.get(2)));
    masters.start("m1");
    Wait.until("the leader", LIMIT, () -> epoch() > 0);
    masters.start("m2");
    for (var i = 0; i < WORKERS; i++) {
      startWorker("w" + i);
    }
  }

  /** Ports that were free a moment ago. */
  static List<String> freePorts(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      var free = new ArrayList<String>();
      for (var i = 0; i < count; i++) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        free.add("" + socket.getLocalPort());
      }
      for (var socket : sockets) {
        socket.close();
      }
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private List<String> common(String state) {
    return Daemon.common(redis.url(), "heal", folder.resolve(state), ports.get(0));
  }

  void startWorker(String name) {
    var words =
        new ArrayList<>(
            List.of("worker", "--name", name, "--capacity", "100", "--admission-stop-at", "0"));
    words.addAll(List.of("--http", "127.0.0.1:0"));
    words.addAll(common(name));
    shells.put(
        name,
        Daemon.start(
            folder.resolve(name + ".log"),
            List.of("-Xmx64m", "-XX:+UseSerialGC"),
            words.toArray(String[]::new)));
  }

  private Path log() {
    return folder.resolve("beats.log");
  }

  void apply(String profile) {
    Wait.until("the workers", LIMIT, () -> Wait.on(reader.beats()).size() == WORKERS);
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: heal }
        failover: %s
        automations:
          heart:
            class: %s
            version: "%s"
            slots: %d
            config: { log: "%s" }
        """
            .formatted(
                profile,
                BeatingHeart.class.getName(),
                AutomationType.of(BeatingHeart.class).version().orElse("1"),
                HealBench.SLOTS,
                log());
    Wait.until("the apply", LIMIT, () -> put(yaml));
  }

  private boolean put(String yaml) {
    var spec = FleetFile.parse("heal.yaml", yaml).spec().orElseThrow();
    return masters.post(
        "/apply",
        new JsonObject().put("spec", FleetFile.toJson(spec)).put("actor", "bench").encode());
  }

  /** Makes this worker full again, by draining another one. */
  void fill(String worker) {
    awaitCalm();
    var other = shells.keySet().stream().filter(name -> !name.equals(worker)).findFirst();
    var source = other.orElseThrow();
    order(source, "drain");
    Wait.until("the drain", LIMIT, () -> held(source).isEmpty());
    order(source, "undrain");
    order(source, "uncordon");
    awaitCalm();
  }

  private void order(String worker, String verb) {
    var path = "/workers/" + worker + "/" + verb;
    Wait.until(
        verb, LIMIT, () -> masters.post(path, new JsonObject().put("reason", "bench").encode()));
  }

  private List<SlotSpec> specs() {
    return List.copyOf(Wait.on(reader.specs()).values());
  }

  /** All slots run, every master is up, and each worker has beaten within the last seconds. */
  void awaitCalm() {
    Wait.until("the masters", LIMIT, masters::serve);
    Wait.until("calm", LIMIT, () -> running() == HealBench.SLOTS);
    var before = Wait.on(reader.beats());
    Wait.until(
        "all workers",
        LIMIT,
        () -> {
          var now = Wait.on(reader.beats());
          var certified = Wait.on(reader.certificates(List.copyOf(shells.keySet())));
          return now.size() == WORKERS
              && now.entrySet().stream()
                  .allMatch(
                      e ->
                          !e.getValue().equals(before.get(e.getKey()))
                              && Beat.parse(e.getValue()).boot()
                                  > certified.getOrDefault(e.getKey(), 0L));
        });
    Wait.until("calm", LIMIT, () -> running() == HealBench.SLOTS);
  }

  private long running() {
    return Wait.on(link.send(Command.SCARD, keys.running("heart"))).toLong();
  }

  String fullest() {
    var count = new HashMap<String, Integer>();
    specs().forEach(spec -> count.merge(spec.worker(), 1, Integer::sum));
    return count.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  Set<SlotId> held(String worker) {
    return specs().stream()
        .filter(spec -> spec.worker().equals(worker))
        .map(SlotSpec::slot)
        .collect(Collectors.toSet());
  }

  long boot(String worker) {
    var beat = Wait.on(reader.beats()).get(worker);
    return beat == null ? 0 : Beat.parse(beat).boot();
  }

  boolean runElsewhere(Set<SlotId> slots, String worker, long boot) {
    if (running() != HealBench.SLOTS) {
      return false;
    }
    return Wait.on(reader.specs(List.copyOf(slots))).values().stream()
        .allMatch(
            spec ->
                spec.state() == SlotState.RUNNING
                    && !(spec.worker().equals(worker) && spec.boot() == boot));
  }

  void killJvm(String worker) {
    Native.kill(pid(worker), Native.SIGKILL);
  }

  private long pid(String worker) {
    var reported = Wait.on(reader.reports(List.of(worker))).get(worker);
    if (reported == null) {
      throw new IllegalStateException("no report of " + worker);
    }
    return reported.report().pid();
  }

  void killAll(String worker) {
    var jvm = pid(worker);
    shell(worker).kill();
    Native.kill(jvm, Native.SIGKILL);
  }

  void terminate(String worker) {
    shell(worker).terminate();
  }

  private Daemon shell(String worker) {
    @Nullable Daemon shell = shells.get(worker);
    if (shell == null) {
      throw new IllegalStateException("no shell of " + worker);
    }
    return shell;
  }

  HealMasters masters() {
    return masters;
  }

  long epoch() {
    return Long.parseLong(Wait.on(reader.meta()).getOrDefault("epoch", "0"));
  }

  long events() {
    return Wait.on(link.send(Command.XLEN, keys.events())).toLong();
  }

  void forgetLog() {
    try {
      Files.deleteIfExists(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By slot, the milliseconds between its end and its next begin. */
  List<Double> gaps(Set<SlotId> slots) {
    try {
      var ends = new HashMap<String, Long>();
      var gaps = new ArrayList<Double>();
      var lines = new ArrayList<>(Files.readAllLines(log()));
      lines.sort(java.util.Comparator.comparingLong(line -> Long.parseLong(line.split(" ")[2])));
      for (var line : lines) {
        var words = line.split(" ");
        var at = Long.parseLong(words[2]);
        if (words[0].equals("end")) {
          ends.put(words[1], at);
        } else if (ends.containsKey(words[1])) {
          gaps.add((double) at - ends.getOrDefault(words[1], at));
        }
      }
      if (gaps.size() < slots.size()) {
        throw new IllegalStateException(slots.size() + " slots moved, but gaps are " + gaps);
      }
      return gaps;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shells.values().forEach(Daemon::terminate);
    shells.values().forEach(shell -> shell.awaitEnd(30));
    masters.close();
    Wait.on(link.close());
    Wait.on(vertx.close());
    redis.close();
  }
}
