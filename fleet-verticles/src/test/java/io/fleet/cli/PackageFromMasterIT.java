package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.config.FleetFile;
import io.fleet.master.MasterVerticle;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.Jars;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.fleet.worker.PackageJar;
import io.fleet.worker.WorkerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose folder is empty gets its code from the master. */
final class PackageFromMasterIT {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final RedisServer redis = RedisServer.start();
  private final FleetReader reader =
      new FleetReader(RedisLink.open(vertx, RedisSettings.of(redis.url())), new Keys("ship"));
  private final HostPort place = new HostPort("127.0.0.1", 0).settled();
  private final FleetHttp http = new FleetHttp("http://" + place, Optional.empty());

  PackageFromMasterIT(@TempDir Path dir) {
    this.dir = dir;
  }

  private JsonObject common(String part) {
    return new JsonObject()
        .put("redis", redis.url())
        .put("fleet", "ship")
        .put("state", dir.resolve(part).toString());
  }

  @BeforeEach
  void start() {
    Redises.get(
        vertx.deployVerticle(
            new MasterVerticle(),
            new DeploymentOptions().setConfig(common("master").put("http", place.toString()))));
    Redises.get(
        vertx.deployVerticle(
            new WorkerVerticle(),
            new DeploymentOptions()
                .setConfig(
                    common("w1")
                        .put("name", "w1")
                        .put("capacity", 5)
                        .put("watchMillis", 200)
                        .put("automations", dir.resolve("nothing").toString()))));
  }

  @AfterEach
  void end() {
    Redises.get(vertx.close());
    redis.close();
  }

  private Installation.Installed install(Jars jars) throws Exception {
    var lib =
        Jars.of()
            .source("lib.Word", "package lib; public class Word { public String w = \"w\"; }")
            .write(dir.resolve("build/lib/word-1.0.jar"));
    var jar = jars.beside("lib/word-1.0.jar", lib).write(dir.resolve("build/counter.jar"));
    return new Installation(dir.resolve("elsewhere"), Optional.empty(), Optional.empty())
        .put(PackageJar.read(jar).jars());
  }

  private void apply(String version, String pin) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: ship }
        failover: fast
        automations:
          counter: { class: counter, version: "%s" }
        """
            .formatted(version);
    var spec =
        FleetFile.parse("fleet.yaml", yaml).spec().orElseThrow().withEach(each -> each.pinned(pin));
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                http.post("/api/v1/apply", new JsonObject().put("spec", FleetFile.toJson(spec)))
                    .containsKey("revision"));
  }

  private boolean runs() {
    return Redises.get(reader.specs()).values().stream()
        .anyMatch(spec -> spec.state() == SlotState.RUNNING);
  }

  @Test
  void what_was_handed_to_the_master_is_pinned_fetched_with_its_libraries_and_run()
      throws Exception {
    var installed = install(Jars.counter("1"));
    new Handover(http).give(installed);
    var listed = http.get("/api/v1/packages").getJsonArray("items");
    assertThat(listed).hasSize(3);
    assertThat(listed.encode()).contains(installed.found().hash(), "shop.Counter");
    apply("1", "");
    await().atMost(LONG).until(this::runs);
    assertThat(FleetFile.fromJson(Redises.get(reader.desired()).get("spec")).automations())
        .hasEntrySatisfying(
            "counter", each -> assertThat(each.code()).isEqualTo(installed.found().hash()));
    assertThat(dir.resolve("w1/packages/" + installed.found().hash() + ".index")).exists();
  }

  @Test
  void a_package_that_no_master_has_is_missing_and_the_worker_says_where_it_looked() {
    var pin = "d".repeat(64);
    apply("1", pin);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(Redises.get(reader.why()).get("counter/0"))
                    .startsWith(Reason.VERSION_MISSING.name())
                    .contains("no worker has counter 1 (dddddddddddd); no version of it: w1"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(http.get("/api/v1/workers").encode())
                    .contains("dddddddddddd: http://" + place + ": status 404"));
    assertThat(Redises.get(reader.specs()).get(SlotId.of("counter/0")))
        .satisfiesAnyOf(
            spec -> assertThat(spec).isNull(),
            spec -> assertThat(spec.state()).isEqualTo(SlotState.FREE));
  }

  @Test
  void the_master_takes_only_what_has_the_right_hash_and_is_whole() throws Exception {
    var jar = Jars.counter("1").write(dir.resolve("counter.jar"));
    var wrong = "e".repeat(64);
    assertThatThrownBy(() -> http.put("/api/v1/packages/" + wrong, jar))
        .hasMessage(
            "The SHA-256 of what was sent is " + PackageJar.sha256(jar) + ", not " + wrong + ".");
    assertThatThrownBy(() -> http.put("/api/v1/packages/short", jar))
        .hasMessageContaining("64 hex digits");
    var index = "fleet-package 1\n" + wrong + "  a.jar\n" + wrong + "  b.jar\n";
    var file = Files.writeString(dir.resolve("index"), index);
    assertThatThrownBy(() -> http.put("/api/v1/packages/" + PackageJar.sha256(file), index))
        .hasMessageContaining("names a jar that is not here: send " + wrong);
    assertThat(http.get("/api/v1/packages").getJsonArray("items")).isEmpty();
    try (var left = Files.list(dir.resolve("master/packages"))) {
      assertThat(left).isEmpty();
    }
  }
}
