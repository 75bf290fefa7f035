package io.fleet.master;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.config.Failover;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.redis.Keys;
import io.fleet.snapshot.FileSnapshotStore;
import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotPlace;
import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.FleetReader;
import io.fleet.testkit.Postgres;
import io.fleet.testkit.Redises;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters as they are deployed, on a real Redis. */
final class MasterVerticleIT {
  private final Path dir;
  private final Redises redis;
  private final FleetReader reader;

  MasterVerticleIT(@TempDir Path dir) {
    this.dir = dir;
    redis = Redises.start(Redises.Kind.EMBEDDED, dir.resolve("redis"));
    reader = new FleetReader(redis.link, new Keys("test"));
  }

  @AfterEach
  void end() {
    redis.close();
  }

  private JsonObject config(String name) {
    return new JsonObject()
        .put("redis", redis.server().url())
        .put("fleet", "test")
        .put("name", name)
        .put("state", dir.resolve(name).toString());
  }

  private String deploy(JsonObject config) {
    return get(
        redis.vertx.deployVerticle(
            new MasterVerticle(), new DeploymentOptions().setConfig(config)));
  }

  private void led(String name, long epoch) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(get(reader.leader()).orElse("")).startsWith(name + "/");
              assertThat(get(reader.meta())).containsEntry("epoch", "" + epoch);
              assertThat(get(reader.desired())).isNotEmpty();
            });
  }

  private static void want(SnapshotStore snapshots) {
    var fast = new FleetSpec("test", Map.of(), Failover.FAST, new TreeMap<>(), new TreeMap<>());
    snapshots.commit(
        new Snapshot(0, 7, FleetFile.toJson(fast), "h7", "anna", 5, java.util.List.of()), 0);
  }

  @Test
  void two_masters_share_a_folder_and_each_has_a_state_folder_of_its_own() {
    var shared = dir.resolve("shared").toString();
    want(FileSnapshotStore.open(dir.resolve("shared")));
    var one = deploy(config("m1").put("snapshot", shared));
    led("m1", 1);
    deploy(config("m2").put("snapshot", shared));
    assertThatThrownBy(() -> deploy(config("m2").put("snapshot", shared)))
        .hasStackTraceContaining("Another master uses the state folder " + dir.resolve("m2"));
    get(redis.vertx.undeploy(one));
    led("m2", 2);
    assertThat(get(reader.desired())).containsEntry("hash", "h7");
  }

  @Test
  void masters_share_a_database() {
    try (var postgres = Postgres.start()) {
      var place = new SnapshotPlace(postgres.url());
      want(place.open(redis.vertx, "test"));
      var one = deploy(config("m1").put("snapshot", postgres.url()));
      led("m1", 1);
      deploy(config("m2").put("snapshot", postgres.url()));
      get(redis.vertx.undeploy(one));
      led("m2", 2);
      assertThat(get(reader.desired())).containsEntry("hash", "h7");
      assertThat(place.open(redis.vertx, "test").load().epoch()).isEqualTo(2);
    }
  }

  @Test
  void a_master_with_a_snapshot_of_its_own_beside_a_fleet_is_refused_at_its_start() {
    deploy(config("m1"));
    led("m1", 1);
    assertThatThrownBy(() -> deploy(config("m2")))
        .hasStackTraceContaining("The snapshot is empty, but this fleet is in epoch 1 already")
        .hasStackTraceContaining("--rebuild-snapshot");
  }

  @Test
  void a_lost_snapshot_is_made_anew_from_redis_when_the_operator_says_so() throws IOException {
    var folder = dir.resolve("m1");
    want(FileSnapshotStore.open(folder));
    var one = deploy(config("m1"));
    led("m1", 1);
    get(redis.vertx.undeploy(one));
    redis.ask(Command.HSET, new Keys("test").beats(), "w1", "7 1 1 1");
    Files.delete(folder.resolve("snapshot.log"));
    assertThatThrownBy(() -> deploy(config("m1"))).hasStackTraceContaining("in epoch 1 already");
    deploy(config("m1").put("rebuildSnapshot", true));
    led("m1", 2);
    var rebuilt = FileSnapshotStore.open(folder).load();
    assertThat(rebuilt.revision()).isEqualTo(7);
    assertThat(rebuilt.hash()).isEqualTo("h7");
    assertThat(rebuilt.workers()).containsExactly("w1");
    assertThat(get(reader.desired())).containsEntry("revision", "7").containsEntry("actor", "anna");
  }

  @Test
  void a_redis_that_came_back_empty_beside_a_good_snapshot_is_no_reason_to_refuse() {
    var one = deploy(config("m1"));
    led("m1", 1);
    get(redis.vertx.undeploy(one));
    redis.ask(Command.FLUSHALL);
    deploy(config("m1"));
    led("m1", 2);
  }

  @Test
  void a_damaged_snapshot_is_refused_at_the_start() throws IOException {
    Files.createDirectories(dir.resolve("m1"));
    Files.writeString(dir.resolve("m1").resolve("snapshot.log"), "garbage");
    assertThatThrownBy(() -> deploy(config("m1"))).hasStackTraceContaining("No valid snapshot in");
  }
}
