package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.config.FleetFile;
import io.fleet.process.Native;
import io.fleet.process.ShellSettings;
import io.fleet.redis.Keys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker with ten slots, each with a child, a daemon and a temp folder, that is killed or told to
 * go again and again. One round, a hundred with {@code -Dfleet.all=true}, or {@code
 * -Dfleet.rounds}.
 */
final class LeaveNothingIT {
  private static final int ROUNDS =
      Integer.getInteger("fleet.rounds", Boolean.getBoolean("fleet.all") ? 100 : 1);
  private static final int SLOTS = 10;

  /**
   * More than they do while the cache is made and the rounds last: a batch that is finished would
   * leave nothing to run. The rest goes without a rest.
   */
  private static final int ITEMS = 20_000 + ROUNDS * 4_000;

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration HEALTHY = ShellSettings.in(Path.of("")).healthyAfter();
  private static final Duration DRAIN = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final String token = "3604." + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ChaosRedis redis;
  private Chief master;
  private Host worker;
  private Path done;

  @BeforeEach
  void start() throws IOException {
    done = Files.createDirectories(folder.resolve("done"));
    redis = new ChaosRedis(folder.resolve("redis"));
    var members = List.of("127.0.0.1:" + Place.freePort(), "127.0.0.1:" + Place.freePort());
    var place = new Place(folder, "leave", token, redis.port(), members);
    master = new Chief("m1", place, List.of());
    master.daemon().start();
    // The cache of classes at once: what is measured is a worker that has been up for a while.
    var automations = WitnessJar.in(folder.resolve("automations"));
    worker = new Host("w1", place, automations, "-Dfleet.cache.calm=0");
    worker.shell().start();
    await().atMost(LONG).ignoreExceptions().until(() -> apply(ITEMS));
    await().atMost(LONG).until(this::allRun);
  }

  @AfterEach
  void end() {
    worker.close();
    master.close();
    redis.close();
  }

  @Test
  void nothing_outlives_a_killed_worker_and_it_is_back_at_once() throws IOException {
    var gone = new ArrayList<Long>();
    var boots = new ArrayList<Long>();
    var runs = new ArrayList<Long>();
    var swept = new ArrayList<Long>();
    for (var round = 0; round < ROUNDS; round++) {
      var before = sleepers();
      var folders = folders();
      assertThat(before).hasSize(2 * SLOTS);
      assertThat(folders).hasSize(SLOTS);
      var boot = boot();

      awaitHealthy();
      var killed = System.nanoTime();
      worker.killJvm();

      gone.add(since(killed, 1, () -> before.stream().noneMatch(Proc::lives)));
      boots.add(since(killed, 2, () -> boot() > boot));
      runs.add(since(killed, 3, this::allRun));
      swept.add(since(killed, 5, () -> folders().stream().noneMatch(folders::contains)));
    }
    System.out.printf(
        "killed %d times; its processes were gone after %s; the next boot after %s;"
            + " all slots ran again after %s; its folders were seen gone after %s%n",
        ROUNDS, shown(gone), shown(boots), shown(runs), shown(swept));
    allDone();
  }

  @Test
  void a_worker_that_is_told_to_go_loses_nothing_does_nothing_twice_and_leaves_with_0()
      throws IOException {
    for (var round = 0; round < ROUNDS; round++) {
      worker.shell().signal(Native.SIGTERM);
      assertThat(worker.shell().exit(Load.on(DRAIN.plusSeconds(2)))).isZero();
      assertThat(sleepers()).isEmpty();
      assertThat(folders()).isEmpty();
      worker.shell().start();
      await().atMost(LONG).until(this::allRun);
    }
    allDone();
    var items = items();
    assertThat(new HashSet<>(items)).hasSameSizeAs(items);
  }

  /** Waits at most so long after a moment, and longer on a busy machine; the milliseconds. */
  private static long since(long nanos, int seconds, Callable<Boolean> holds) {
    var left = Load.on(Duration.ofSeconds(seconds)).minusNanos(System.nanoTime() - nanos);
    await()
        .atMost(left.isPositive() ? left : Duration.ofMillis(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(holds);
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  private static String shown(List<Long> millis) {
    var sorted = millis.stream().sorted().toList();
    return "p50 %d ms, p95 %d ms, at most %d ms"
        .formatted(
            sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 95 / 100), sorted.getLast());
  }

  /** Killed sooner after its start it would be back only after the shell's growing delay. */
  private void awaitHealthy() {
    await().atMost(LONG).until(() -> Proc.secondsUp(worker.jvm()) > HEALTHY.toSeconds());
    await().atMost(LONG.multipliedBy(3)).ignoreExceptions().until(this::hasCache);
    // Else there would be nothing to bring back.
    await().atMost(LONG).until(this::allRun);
  }

  private boolean hasCache() throws IOException {
    try (var files = Files.list(folder.resolve("w1/aot"))) {
      return files.anyMatch(file -> file.toString().endsWith(".aot"));
    }
  }

  /** What was accepted is done, whatever happened to whoever did it. */
  private void allDone() throws IOException {
    Files.createFile(done.resolve("hurry"));
    await()
        .atMost(LONG.multipliedBy(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> new HashSet<>(items()).size() == ITEMS);
  }

  private List<Integer> items() {
    return IntStream.range(0, SLOTS)
        .mapToObj(slot -> done.resolve("done-" + slot))
        .filter(Files::exists)
        .flatMap(LeaveNothingIT::lines)
        .map(Integer::valueOf)
        .toList();
  }

  private static java.util.stream.Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Long> sleepers() {
    return Proc.bearing("sleep\0" + token + "\0");
  }

  private List<Path> folders() {
    var tmp = folder.resolve("w1/tmp");
    if (!Files.isDirectory(tmp)) {
      return List.of();
    }
    try (var all = Files.list(tmp)) {
      return all.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean allRun() {
    return get("/api/v1/slots").getString("packed", "").equals("R".repeat(SLOTS))
        && sleepers().size() == 2 * SLOTS;
  }

  private long boot() {
    // Asked of Redis, where a boot is registered by its first heartbeat.
    var beat = String.valueOf(redis.command("HGET", new Keys("leave").beats(), "w1"));
    return Long.parseLong(beat.substring(0, beat.indexOf(' ')));
  }

  private boolean apply(int items) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: leave }
        failover: fast
        automations:
          keeper:
            class: io.fleet.chaos.Keeper
            version: "1"
            slots: %d
            drain: { deadline: %ds }
            config: { folder: "%s", token: "%s", items: %d }
        streams:
          .items.keeper: { maxAttempts: 1000 }
        """
            .formatted(SLOTS, DRAIN.toSeconds(), done, token, items);
    var spec = FleetFile.parse("fleet.yaml", yaml).spec().orElseThrow();
    var body = new JsonObject().put("spec", FleetFile.toJson(spec));
    return send(HttpRequest.newBuilder(URI.create(master.url() + "/api/v1/apply"))
            .header("Content-Type", "application/json")
            .header("X-Fleet-Request", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode())))
        .containsKey("revision");
  }

  private JsonObject get(String path) {
    return send(HttpRequest.newBuilder(URI.create(master.url() + path)).GET());
  }

  private JsonObject send(HttpRequest.Builder request) {
    try {
      var answer =
          http.send(
              request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
      return new JsonObject(answer.body());
    } catch (IOException e) {
      return new JsonObject();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
