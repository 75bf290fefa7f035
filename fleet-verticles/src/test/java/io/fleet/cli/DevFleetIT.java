package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.Jars;
import io.fleet.testkit.RedisServer;
import io.fleet.testkit.Redises;
import io.fleet.worker.PackageJar;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fleet dev} in this JVM: what it picks up by itself, and its keys. */
final class DevFleetIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final StringWriter said = new StringWriter();
  private final DevKeys keys = DevKeys.pressed("");
  private final Path dir;
  private final Path automations;
  private final Path yaml;

  DevFleetIT(@TempDir Path dir) {
    this.dir = dir;
    automations = dir.resolve("automations");
    yaml = dir.resolve("project/fleet.yaml");
  }

  private void file(String version, int slots) throws Exception {
    Files.createDirectories(yaml.getParent());
    Files.writeString(
        yaml,
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: dev }
        failover: fast
        automations:
          counter: { class: shop.Counter, version: "%s", slots: %d }
        """
            .formatted(version, slots));
    // Two saves within one tick of the file system's clock are still two saves.
    Files.setLastModifiedTime(
        yaml, FileTime.fromMillis(Files.getLastModifiedTime(yaml).toMillis() + slots));
  }

  private int run(RedisServer redis) {
    var out = new PrintWriter(said, true);
    var screen = new Screen(new Output(out, out), false);
    var plan = new DevPlan(dir.resolve("data"), 0, List.of(), automations);
    var applied = DevFleet.modified(yaml);
    var checked = CheckedFile.read(yaml, dir.resolve("classes"), List.of(), automations);
    var http = new HostPort("127.0.0.1", 0).settled();
    try (var fleet = DevFleet.start(screen, Ending.byHand(), redis, http, plan)) {
      fleet.begin(yaml, applied, checked);
      return fleet.follow(keys, Optional.empty());
    }
  }

  @Test
  void a_rebuilt_jar_and_a_saved_file_are_picked_up_and_the_keys_work() throws Exception {
    var jar = Jars.counter("1").writeOld(automations.resolve("counter.jar"));
    file("1", 1);
    var vertx = Vertx.vertx();
    try (var redis = RedisServer.start()) {
      var reader =
          new FleetReader(RedisLink.open(vertx, RedisSettings.of(redis.url())), new Keys("dev"));
      var exit = CompletableFuture.supplyAsync(() -> run(redis), r -> new Thread(r).start());
      awaitRunning(reader, 1, PackageJar.sha256(jar));

      // The same version, built anew.
      Jars.counter("1").source("shop.More", "package shop; class More {}").write(jar);
      awaitRunning(reader, 1, PackageJar.sha256(jar));

      Jars.counter("2").write(jar);
      file("2", 2);
      awaitRunning(reader, 2, PackageJar.sha256(jar));

      keys.press('k');
      await().atMost(LONG).until(() -> said.toString().contains("with --workers 2 there is one"));
      var boot = boot(reader);
      keys.press('r');
      await().atMost(LONG).until(() -> boot(reader) > boot);
      awaitRunning(reader, 2, PackageJar.sha256(jar));
      keys.press('q');
      assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
      assertThat(said.toString()).contains("restarting the workers (you)", "Stopped.");
    } finally {
      Redises.get(vertx.close());
    }
  }

  private static long boot(FleetReader reader) {
    return FleetReader.parse(Redises.get(reader.beats())).values().stream()
        .mapToLong(beat -> beat.boot())
        .max()
        .orElse(0);
  }

  /** So many slots run, and what is wanted is pinned to this package. */
  private static void awaitRunning(FleetReader reader, int slots, String hash) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(Redises.get(reader.desired()).getOrDefault("spec", "")).contains(hash);
              var specs = Redises.get(reader.specs()).values();
              assertThat(specs).hasSize(slots).allMatch(spec -> spec.state() == SlotState.RUNNING);
              assertThat(specs.stream().map(spec -> spec.cfg()).distinct()).hasSize(1);
              var config = Redises.get(reader.desired()).get("spec");
              var wanted = io.fleet.config.FleetFile.fromJson(config).automations().get("counter");
              assertThat(specs)
                  .allMatch(spec -> spec.cfg().equals(io.fleet.config.ConfigHash.of(wanted)));
            });
  }
}
