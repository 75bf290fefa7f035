package io.fleet.worker;

import static io.fleet.worker.LittleFleet.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.config.FleetFile;
import io.fleet.master.MasterVerticle;
import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import io.fleet.protocol.LeaderAddress;
import io.fleet.protocol.SlotSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary, a replica and three sentinels, all real: the primary dies, and the fleet follows. */
final class SentinelIT {
  private static final Keys KEYS = new Keys("test");

  private final Vertx vertx = Vertx.vertx();
  private final List<Process> sentinels = new ArrayList<>();
  private final List<RedisServer> servers = new ArrayList<>();
  private final Path folder;
  private final RedisLink link;
  private final String url;

  SentinelIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    var binary = RedisServer.systemBinary();
    assumeTrue(binary.isPresent(), "no redis-server on this host: apt install redis-server");
    var primary = server("primary", binary.orElseThrow());
    server("replica", binary.orElseThrow(), "--replicaof", "127.0.0.1", "" + primary.port());
    var places = new ArrayList<String>();
    for (var i = 0; i < 3; i++) {
      places.add("127.0.0.1:" + sentinel("sentinel" + i, binary.orElseThrow(), primary.port()));
    }
    url = "redis+sentinel://" + String.join(",", places) + "/mymaster";
    link = RedisLink.open(vertx, RedisSettings.of(url));
  }

  private RedisServer server(String name, Path binary, String... args) {
    var options = RedisServer.Options.in(folder.resolve(name)).withBinary(binary);
    var server = RedisServer.start(options.withExtraArgs(args));
    servers.add(server);
    return server;
  }

  private int sentinel(String name, Path binary, int primary) throws IOException {
    var home = Files.createDirectories(folder.resolve(name));
    var port = 0;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var conf = home.resolve("sentinel.conf");
    Files.writeString(
        conf,
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor mymaster 127.0.0.1 %d 2
        sentinel down-after-milliseconds mymaster 500
        sentinel failover-timeout mymaster 3000
        """
            .formatted(port, home, primary));
    var builder = new ProcessBuilder(binary.toString(), conf.toString(), "--sentinel");
    builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
    sentinels.add(Spawner.start(builder, Marker.NONE));
    return port;
  }

  @AfterEach
  void end() {
    get(vertx.close());
    sentinels.forEach(Process::destroyForcibly);
    servers.forEach(RedisServer::close);
  }

  private void deploy(VerticleBase verticle, String part, int capacity) {
    var config =
        new JsonObject()
            .put("redis", url)
            .put("fleet", "test")
            .put("state", folder.resolve(part).toString())
            .put("name", part)
            .put("capacity", capacity);
    get(vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config)));
  }

  private void apply() {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        failover: fast
        automations:
          ticker: { class: "io.fleet.worker.Samples$Ticker", version: "1", slots: 4 }
        """;
    var parsed = FleetFile.parse("fleet.yaml", yaml);
    var order =
        new JsonObject()
            .put("op", "apply")
            .put("actor", "test")
            .put("spec", FleetFile.toJson(parsed.spec().orElseThrow()));
    await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(
            () ->
                get(
                        new FleetReader(link, KEYS)
                            .meta()
                            .compose(m -> vertx.eventBus().request(LeaderAddress.named(m), order)))
                    != null);
  }

  private Map<SlotId, SlotSpec> running() {
    return get(new FleetReader(link, KEYS).specs()).entrySet().stream()
        .filter(slot -> slot.getValue().state() == SlotState.RUNNING)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private String runId() {
    return get(new FleetReader(link, KEYS).meta()).getOrDefault("runId", "");
  }

  @Test
  void a_fleet_follows_its_sentinels_to_the_next_primary_and_converges() {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> get(link.send(Command.INFO, "replication")).toString().contains("state=online"));
    deploy(new MasterVerticle(), "master", 0);
    deploy(new WorkerVerticle(), "w1", 4);
    deploy(new WorkerVerticle(), "w2", 4);
    apply();
    await().atMost(Duration.ofSeconds(30)).until(() -> running().size() == 4);
    var before = running();
    var run = runId();

    servers.getFirst().kill();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> !runId().equals(run) && !runId().isEmpty() && running().size() == 4);
    // Whatever the new primary had missed, no generation comes twice.
    running()
        .forEach(
            (slot, spec) -> {
              var old = before.get(slot);
              assertThat(old).isNotNull();
              assertThat(spec.gen().value()).isGreaterThanOrEqualTo(old.gen().value());
            });
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .until(() -> runId().equals(get(new FleetReader(link, KEYS).meta()).get("cleanRunId")));
  }
}
