package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.config.Failover;
import io.fleet.config.FleetFile;
import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import io.fleet.protocol.SlotSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two {@code fleet master} processes on one host with one snapshot folder, and a worker here. */
final class TwoMastersIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final FleetReader reader =
      new FleetReader(RedisLink.open(vertx, RedisSettings.of(redis.url())), new Keys("two"));
  private final String member = new HostPort("127.0.0.1", 0).settled().toString();
  private Process one;
  private Process two;

  TwoMastersIT(@TempDir Path dir) {
    this.dir = dir;
  }

  @AfterEach
  void end() throws InterruptedException {
    for (var master : new Process[] {one, two}) {
      if (master != null) {
        master.destroyForcibly().waitFor();
      }
    }
    Redises.get(vertx.close());
    redis.close();
  }

  private Process master(String name, HostPort http) {
    return master(name, http, dir.resolve("snapshot"));
  }

  private Process master(String name, HostPort http, Path snapshot) {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fleet.cli.Main",
                "master",
                "--redis",
                redis.url(),
                "--fleet",
                "two",
                "--name",
                name,
                "--http",
                http.toString(),
                "--state",
                dir.resolve(name).toString(),
                "--snapshot",
                snapshot.toString(),
                "--cluster-members",
                member)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile());
    return Spawner.start(builder, Marker.NONE);
  }

  private static JsonObject leads(FleetHttp at) {
    try {
      return at.get("/api/v1/status").getJsonObject("master");
    } catch (CommandFailed e) {
      return new JsonObject();
    }
  }

  private static boolean leads(FleetHttp at, String name) {
    return name.equals(leads(at).getString("leader"));
  }

  private static JsonObject apply(int slots) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: two }
        failover: fast
        automations:
          ticker: { class: "io.fleet.worker.Samples$Ticker", version: "1", slots: %d }
        """
            .formatted(slots);
    return new JsonObject()
        .put("spec", FleetFile.toJson(FleetFile.parse("fleet.yaml", yaml).spec().orElseThrow()));
  }

  private boolean running(int slots) {
    var found = Redises.get(reader.specs()).values();
    return found.size() == slots && found.stream().allMatch(s -> s.state() == SlotState.RUNNING);
  }

  private Map<SlotId, SlotSpec> slots() {
    return Redises.get(reader.specs());
  }

  @Test
  void when_the_leader_is_killed_the_standby_leads_and_nothing_is_restarted() throws Exception {
    var first = new HostPort("127.0.0.1", 0).settled();
    one = master("m1", first);
    var atOne = new FleetHttp("http://" + first, Optional.empty());
    await().atMost(LONG).until(() -> leads(atOne, "m1"));
    var second = new HostPort("127.0.0.1", 0).settled();
    two = master("m2", second);
    var atTwo = new FleetHttp("http://" + second, Optional.empty());
    // A standby reads for itself, and hands a change to the leader.
    await().atMost(LONG).until(() -> leads(atTwo, "m1"));
    vertx.deployVerticle(
        "io.fleet.worker.WorkerVerticle",
        new DeploymentOptions()
            .setConfig(
                new JsonObject()
                    .put("redis", redis.url())
                    .put("fleet", "two")
                    .put("name", "w1")
                    .put("capacity", 9)
                    .put("classes", new JsonArray(List.of()))
                    .put("state", dir.resolve("w1").toString())));
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> atTwo.post("/api/v1/apply", apply(3)).getBoolean("changed"));
    await().atMost(LONG).until(() -> running(3));
    var before = slots();
    var report = Redises.get(reader.reports(List.of("w1"))).get("w1");

    one.destroyForcibly().waitFor();

    await().atMost(Failover.FAST.leaderLease().plusSeconds(3)).until(() -> leads(atTwo, "m2"));
    assertThatThrownBy(() -> atOne.get("/api/v1/status")).hasMessageContaining("Cannot reach");
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> atTwo.post("/api/v1/apply", apply(4)).getBoolean("changed"));
    await().atMost(LONG).until(() -> running(4));
    before.forEach(
        (slot, spec) -> {
          assertThat(slots().get(slot).gen()).isEqualTo(spec.gen());
          assertThat(slots().get(slot).boot()).isEqualTo(spec.boot());
        });
    assertThat(Redises.get(reader.reports(List.of("w1"))).get("w1").boot())
        .isEqualTo(report.boot());
    assertThat(Redises.get(reader.meta())).containsEntry("epoch", "2");
    // What an API shows of the leader is up to a second old.
    await().atMost(Duration.ofSeconds(5)).until(() -> leads(atTwo).getLong("epoch", 0L) == 2);
    assertThat(leads(atTwo).getString("state")).isEqualTo("LEADING");
  }

  @Test
  void a_master_that_looks_at_another_snapshot_ends_with_78_and_one_sentence() throws Exception {
    one = master("m1", new HostPort("127.0.0.1", 0).settled());
    await().atMost(LONG).until(() -> Redises.get(reader.meta()).containsKey("epoch"));
    two = master("m2", new HostPort("127.0.0.1", 0).settled(), dir.resolve("other"));
    assertThat(two.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(two.exitValue()).isEqualTo(Exit.UNSAFE);
    assertThat(Files.readString(dir.resolve("m2.log")))
        .contains("The snapshot is empty, but this fleet is in epoch 1 already", "--snapshot")
        .doesNotContain("Exception", "\tat ");
  }
}
