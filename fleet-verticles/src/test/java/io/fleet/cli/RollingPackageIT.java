package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.config.FleetFile;
import io.fleet.master.MasterVerticle;
import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import io.fleet.protocol.Report;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.Jars;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From version 1 to 2 of a jar, on three worker JVMs that go on running, under load. */
final class RollingPackageIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final List<String> WORKERS = List.of("w1", "w2", "w3");
  private static final int RELAYS = 6;

  private final Path dir;
  private final Path automations;
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.open(vertx, RedisSettings.of(redis.url()));
  private final Keys keys = new Keys("roll");
  private final FleetReader reader = new FleetReader(link, keys);
  private final HostPort http = new HostPort("127.0.0.1", 0).settled();
  private final FleetHttp master = new FleetHttp("http://" + http, Optional.empty());
  private final List<Process> workers = new ArrayList<>();

  RollingPackageIT(@TempDir Path dir) {
    this.dir = dir;
    this.automations = dir.resolve("automations");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (var worker : workers) {
      worker.destroyForcibly().waitFor();
    }
    Redises.get(vertx.close());
    redis.close();
  }

  private void startMaster() {
    Redises.get(
        vertx.deployVerticle(
            new MasterVerticle(),
            new DeploymentOptions()
                .setConfig(
                    new JsonObject()
                        .put("redis", redis.url())
                        .put("fleet", "roll")
                        .put("state", dir.resolve("master").toString())
                        .put("http", http.toString()))));
  }

  private void startWorker(String name) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.fleet.cli.Main",
            "worker-jvm",
            "--redis",
            redis.url(),
            "--fleet",
            "roll",
            "--name",
            name,
            "--capacity",
            "5",
            "--state",
            dir.resolve(name).toString(),
            "--http",
            "127.0.0.1:0",
            "--cluster-members",
            new HostPort("127.0.0.1", 0).settled().toString(),
            "--automations",
            automations.toString());
    workers.add(
        Spawner.start(
            new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(name + ".log").toFile()),
            Marker.NONE));
  }

  private Jars relay(String version) {
    return Jars.of()
        .version(version)
        .service("shop.Relay")
        .source(
            "shop.Relay",
            """
            package shop;
            import io.fleet.automation.*;
            import io.fleet.cli.Numbers;
            import io.fleet.stream.*;
            public final class Relay extends ContinuousAutomation<Relay.Config> {
              public record Config(@io.fleet.config.Default("") String note) {}
              @Override public Topics topics() {
                return takes(Numbers.NUMBERS).emits(Numbers.RELAYED);
              }
              @Override public Next execute(Run<Config> run) {
                var number = run.take(Numbers.NUMBERS);
                run.emit(Numbers.RELAYED, new Numbers.Relayed(number.n(), "%s"));
                return Next.now();
              }
            }
            """
                .formatted(version));
  }

  private void install(String version) {
    var jar = relay(version).write(dir.resolve("build/relay-" + version + ".jar"));
    var said = Said.by("install", jar.toString(), "--automations", automations.toString());
    assertThat(said.exit()).as(said.toString()).isZero();
  }

  private void apply(String version, boolean load) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: roll }
        failover: fast
        automations:
          numbers:
            class: io.fleet.cli.Numbers
            version: "1"
            paused: %s
            config: { every: 3ms }
          relay:
            class: shop.Relay
            version: "%s"
            slots: %d
            drain: { deadline: 5s }
            rollout: { maxUnavailable: 2 }
        """
            .formatted(!load, version, RELAYS);
    var spec = FleetFile.toJson(FleetFile.parse("fleet.yaml", yaml).spec().orElseThrow());
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                master
                    .post("/api/v1/apply", new JsonObject().put("spec", spec))
                    .containsKey("revision"));
  }

  private Map<String, Report> reports() {
    return Redises.get(reader.reports(WORKERS)).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().report()));
  }

  private boolean allHave(String version) {
    var reports = reports();
    return reports.size() == WORKERS.size()
        && reports.values().stream()
            .allMatch(
                report ->
                    report.code().stream()
                        .anyMatch(
                            code -> code.isNamed("shop.Relay") && code.version().equals(version)));
  }

  /** pid and boot of each. */
  private Map<String, String> identities() {
    var identities = new TreeMap<String, String>();
    Redises.get(reader.reports(WORKERS))
        .forEach((name, said) -> identities.put(name, said.report().pid() + " " + said.boot()));
    return identities;
  }

  private boolean relaysRun() {
    var specs =
        Redises.get(reader.specs()).values().stream()
            .filter(spec -> spec.slot().automation().equals("relay"))
            .toList();
    return specs.size() == RELAYS
        && specs.stream().allMatch(spec -> spec.state() == SlotState.RUNNING);
  }

  /** The configs that the relays run. */
  private List<String> configs() {
    return Redises.get(reader.specs()).values().stream()
        .filter(spec -> spec.slot().automation().equals("relay"))
        .map(spec -> spec.cfg())
        .distinct()
        .toList();
  }

  /** Every value of a topic. */
  private List<JsonObject> values(String topic) {
    var log = Redises.get(link.send(Command.XRANGE, keys.partition(topic, 0) + "log", "-", "+"));
    return StreamSupport.stream(log.spliterator(), false)
        .map(entry -> entry.get(1))
        .flatMap(
            fields ->
                IntStream.iterate(0, i -> i + 1 < fields.size(), i -> i + 2)
                    .filter(i -> fields.get(i).toString().equals("v"))
                    .mapToObj(i -> new JsonObject(fields.get(i + 1).toString())))
        .toList();
  }

  /** Each slot with its state, and why those wait that do. */
  private String states() {
    var slots = new TreeMap<String, String>();
    Redises.get(reader.specs())
        .values()
        .forEach(spec -> slots.put(spec.slot().toString(), spec.state() + " on " + spec.worker()));
    return slots + " " + Redises.get(reader.why());
  }

  private long relayedBy(String version) {
    return values("relayed").stream()
        .filter(each -> version.equals(each.getString("version")))
        .count();
  }

  @Test
  void another_version_takes_over_and_no_number_is_lost_and_no_worker_restarts() throws Exception {
    startMaster();
    install("1");
    WORKERS.forEach(this::startWorker);
    await().atMost(LONG).until(() -> allHave("1"));
    apply("1", true);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(relaysRun() && relayedBy("1") > 100)
                    .as("relayed %d of %d, %s", relayedBy("1"), values("numbers").size(), states())
                    .isTrue());
    var before = identities();
    var first = configs();

    install("2");
    await().atMost(LONG).until(() -> allHave("2"));
    apply("2", true);
    await()
        .atMost(LONG)
        .until(() -> relaysRun() && configs().size() == 1 && !configs().equals(first));
    await().atMost(LONG).until(() -> relayedBy("2") > 100);

    apply("2", false);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(values("relayed").stream().map(each -> each.getLong("n")))
                    .containsAll(
                        values("numbers").stream().map(each -> each.getLong("n")).toList()));
    assertThat(identities()).isEqualTo(before);
    var relayed = values("relayed");
    assertThat(relayed.getFirst().getString("version")).isEqualTo("1");
    assertThat(relayed.getLast().getString("version")).isEqualTo("2");
    try (var kept = Files.list(dir.resolve("w1/packages"))) {
      assertThat(kept).hasSize(2);
    }
  }
}
