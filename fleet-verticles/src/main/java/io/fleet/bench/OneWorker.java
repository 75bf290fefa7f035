package io.fleet.bench;

import io.fleet.automation.AutomationType;
import io.fleet.config.FleetFile;
import io.fleet.process.Native;
import io.fleet.protocol.Beat;
import io.fleet.protocol.Report;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.store.FleetReader;
import io.fleet.store.SlotEvent;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A master and one worker as users run them, over a Redis of their own. For one thread. */
final class OneWorker implements AutoCloseable {
  static final String WORKER = "w0";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.open(vertx, Wait.patient(redis.url()));
  private final Keys keys = new Keys("one");
  private final FleetReader reader = new FleetReader(link, keys);
  private final List<String> ports = HealFleet.freePorts(2);
  private final Path folder;
  private final HealMasters masters;
  private final Daemon shell;

  OneWorker(Path folder, int capacity) {
    this.folder = folder;
    masters = new HealMasters(folder, link, keys, this::common, Map.of("m1", ports.get(1)));
    masters.start("m1");
    Wait.until("the leader", LIMIT, masters::serve);
    var words = new ArrayList<>(List.of("worker", "--name", WORKER, "--capacity", "" + capacity));
    words.addAll(List.of("--admission-stop-at", "0", "--http", "127.0.0.1:0"));
    words.addAll(common(WORKER));
    shell =
        Daemon.start(
            folder.resolve("worker.log"),
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-Dfleet.cache.calm=0"),
            words.toArray(String[]::new));
    Wait.until("the worker", LIMIT, () -> boot() > 0);
  }

  private List<String> common(String state) {
    return Daemon.common(redis.url(), "one", folder.resolve(state), ports.get(0));
  }

  /** Where its caches of classes come to lie. */
  Path caches() {
    return folder.resolve(WORKER).resolve("aot");
  }

  /** Nothing else runs afterwards than so many slots of this automation, in this mode. */
  void apply(Class<?> automation, String threading, int slots) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: one }
        failover: fast
        automations:
          %s: { class: %s, version: "%s", slots: %d, threading: %s, config: {} }
        """
            .formatted(
                name(automation, threading),
                automation.getName(),
                AutomationType.of(automation).version().orElse("1"),
                slots,
                threading);
    var spec = FleetFile.toJson(FleetFile.parse("one.yaml", yaml).spec().orElseThrow());
    var body = new JsonObject().put("spec", spec).put("actor", "bench").encode();
    Wait.until("the apply", LIMIT, () -> masters.post("/apply", body));
  }

  /** The same, and they run. */
  void run(Class<?> automation, String threading, int slots) {
    apply(automation, threading, slots);
    var name = name(automation, threading);
    Wait.until(slots + " slots of " + name, LIMIT, () -> running(name) == slots);
  }

  static String name(Class<?> automation, String threading) {
    return automation.getSimpleName().toLowerCase(java.util.Locale.ROOT) + "-" + threading;
  }

  private long running(String automation) {
    return Wait.on(link.send(Command.SCARD, keys.running(automation))).toLong();
  }

  /** Nothing runs. */
  void clear() {
    run(IdleSlot.class, "virtual", 0);
    Wait.until("an empty worker", LIMIT, () -> Wait.on(reader.specs()).isEmpty());
  }

  /** The id of the last event there is. */
  String lastEvent() {
    var last = Wait.on(reader.lastEvents(1));
    return last.isEmpty() ? "0-0" : last.getFirst().id();
  }

  List<SlotEvent> eventsAfter(String id, int most) {
    return Wait.on(reader.eventsAfter(id, most));
  }

  private long boot() {
    var beat = Wait.on(reader.beats()).get(WORKER);
    return beat == null ? 0 : Beat.parse(beat).boot();
  }

  Report report() {
    var reported = Wait.on(reader.reports(List.of(WORKER))).get(WORKER);
    if (reported == null) {
      throw new IllegalStateException("no report of " + WORKER);
    }
    return reported.report();
  }

  long pid() {
    return report().pid();
  }

  /** SIGKILL of its JVM; milliseconds from the start of the next one to its first heartbeat. */
  double restart() {
    var boot = boot();
    Native.kill(pid(), Native.SIGKILL);
    Wait.until("the next boot", LIMIT, () -> boot() > boot);
    return sinceStart(pid());
  }

  /** Milliseconds since a process was started. */
  static double sinceStart(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(began -> (double) Duration.between(began, InstantSource.system().instant()).toMillis())
        .orElseThrow();
  }

  @Override
  public void close() {
    shell.terminate();
    shell.awaitEnd(60);
    masters.close();
    Wait.on(link.close());
    Wait.on(vertx.close());
    redis.close();
  }
}
