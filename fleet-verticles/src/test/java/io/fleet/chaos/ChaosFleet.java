package io.fleet.chaos;

import static org.awaitility.Awaitility.await;

import io.fleet.config.Failover;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet under test: a Redis, masters, three workers, each with its own proxy, and witnesses on
 * all slots. It stays up over many faults; {@link #recover} brings back what a fault killed. For
 * one thread.
 */
final class ChaosFleet implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(90);
  static final int WITNESSES = 15;
  static final int MISCHIEFS = 3;
  static final int UNAVAILABLE = 3;
  private static final Logger log = LoggerFactory.getLogger(ChaosFleet.class);
  private static final int UNREACHABLE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Set<String> LOSSES =
      Set.of("WORKER_LOST", "WORKER_DIED", "CODE_WILL_NOT_STOP", "FAILED");

  private final Path folder;
  private final Failover profile;
  private final Random random;
  private final Place place;
  private final ChaosRedis redis;
  private final Ledger ledger;
  private final Tap tap;
  private final List<Chief> masters = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int witnessRound = 1;
  private int mischiefRound = 1;
  private int extra;
  private int judged;

  ChaosFleet(Path folder, Failover profile, long seed) {
    this.folder = folder;
    this.profile = profile;
    this.random = new Random(seed);
    this.redis = new ChaosRedis(folder.resolve("redis"));
    var members = IntStream.range(0, 5).mapToObj(i -> "127.0.0.1:" + Place.freePort()).toList();
    var run = UUID.randomUUID().toString().substring(0, 8);
    this.place = new Place(folder, "chaos", run, redis.port(), members);
    this.ledger = new Ledger(folder.resolve("witness"));
    this.tap = new Tap(redis.port(), "chaos");
    var shared = Standby.available();
    var snapshot =
        shared ? List.of("--snapshot", folder.resolve("snapshot").toString()) : List.<String>of();
    for (var i = 1; i <= (shared ? 2 : 1); i++) {
      masters.add(new Chief("m" + i, place, snapshot));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> TinyDisk.unmount(snapshots())));
    TinyDisk.mount(snapshots());
    var jars = WitnessJar.in(folder.resolve("automations"));
    for (var i = 1; i <= 3; i++) {
      hosts.add(new Host("w" + i, place, jars));
    }
  }

  /** Starts all of it, and returns when every slot runs. */
  void start() {
    masters.forEach(master -> master.daemon().start());
    hosts.forEach(host -> host.shell().start());
    await().atMost(LONG).until(() -> !led().isEmpty() && mastersServe());
    apply();
    awaitAll(0, LONG);
    awaitQuiet();
  }

  Failover profile() {
    return profile;
  }

  Random random() {
    return random;
  }

  ChaosRedis redis() {
    return redis;
  }

  Ledger ledger() {
    return ledger;
  }

  Tap tap() {
    return tap;
  }

  List<Chief> masters() {
    return masters;
  }

  List<Host> hosts() {
    return hosts;
  }

  Path folder() {
    return folder;
  }

  /** The folder in which the leader keeps its snapshot. */
  Path snapshots() {
    return masters.size() > 1 ? folder.resolve("snapshot") : folder.resolve("m1");
  }

  /** How many slots each automation should have. */
  Map<String, Integer> desired() {
    return Map.of("witness", WITNESSES + extra, "mischief", MISCHIEFS);
  }

  private List<String> slots() {
    var all = new ArrayList<String>();
    IntStream.range(0, WITNESSES + extra).forEach(i -> all.add("witness/" + i));
    IntStream.range(0, MISCHIEFS).forEach(i -> all.add("mischief/" + i));
    return all;
  }

  /** All epochs that were led, by the masters' logs. */
  List<Long> led() {
    return masters.stream().flatMap(master -> master.led().stream()).toList();
  }

  /** The master with the highest epoch. */
  Chief leader() {
    return masters.stream()
        .max(Comparator.comparing(master -> master.led().stream().max(Long::compare).orElse(0L)))
        .orElseThrow();
  }

  long highestEpoch() {
    return led().stream().max(Long::compare).orElse(0L);
  }

  /** The highest generation that any witness ever had. */
  long highestGeneration() {
    return ledger.lines().stream().mapToLong(Line::gen).max().orElse(0);
  }

  /** A worker that runs slots, by the seed's choice. */
  Host victim() {
    // Of slots that are there now: the ledger knows former ones too.
    var lives = lives();
    var busy =
        hosts.stream()
            .filter(
                host -> {
                  var jvm = host.jvm();
                  return jvm != 0 && lives.values().stream().anyMatch(life -> life.pid() == jvm);
                })
            .toList();
    return busy.get(random.nextInt(busy.size()));
  }

  /** The worker that has this slot. */
  Host holder(String slot) {
    var pid = ledger.lives().get(slot).pid();
    return hosts.stream().filter(host -> host.jvm() == pid).findFirst().orElseThrow();
  }

  /** What runs on each slot now. */
  Map<String, Ledger.Life> lives() {
    var wanted = slots();
    var lives = new TreeMap<>(ledger.lives());
    lives.keySet().retainAll(wanted);
    return lives;
  }

  /** The next apply makes new generations of the mischief. */
  void nextMischief() {
    mischiefRound++;
  }

  /** New generations for the mischief. */
  void rollMischief() {
    nextMischief();
    apply();
  }

  /** New generations for the witnesses. */
  void rollWitnesses() {
    witnessRound++;
    apply();
  }

  /** So many witnesses more than usual. */
  void extra(int count) {
    extra = count;
    apply();
  }

  /** A master may lead a moment before its door is open; that is no answer to an apply. */
  private void apply() {
    var end = System.nanoTime() + PATIENCE.toNanos();
    var answer = tryApply();
    while (answer.exit() == UNREACHABLE && System.nanoTime() - end < 0) {
      answer = tryApply();
    }
    if (answer.exit() != 0) {
      throw new AssertionError("fleet apply: " + answer);
    }
  }

  /**
   * How {@code fleet apply} ended.
   *
   * @param exit its code
   * @param said its output
   */
  record Applied(int exit, String said) {}

  /** Applies the present file. */
  Applied tryApply() {
    var yaml = folder.resolve("fleet.yaml");
    try {
      Files.writeString(
          yaml,
          """
          apiVersion: fleet/v1
          kind: Fleet
          metadata: { name: chaos }
          failover: %s
          automations:
            witness:
              class: %s
              version: "1"
              slots: %d
              config: { folder: "%s", round: %d, every: 150ms }
              drain: { deadline: 2s }
              rollout: { maxUnavailable: %d }
            mischief:
              class: %s
              version: "1"
              slots: %d
              config: { folder: "%s", round: %d }
              drain: { deadline: 1s }
              restart: { attempts: 1000, delay: 500ms, backoff: 1, maxDelay: 500ms }
              rollout: { maxUnavailable: 100%% }
              limits: { executeTimeout: 2s }
          streams:
            sightings: { retention: { maxLength: 20000 } }
          """
              .formatted(
                  profile.name().toLowerCase(java.util.Locale.ROOT),
                  Witness.class.getName(),
                  WITNESSES + extra,
                  ledger.folder(),
                  witnessRound,
                  UNAVAILABLE,
                  Mischief.class.getName(),
                  MISCHIEFS,
                  ledger.folder(),
                  mischiefRound));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return command("apply", yaml.toString(), "--yes", "--detach");
  }

  /** One command at the leader's door, to its end. */
  Applied command(String... words) {
    var name = "cli-" + System.nanoTime();
    try (var run = new Daemon(name, folder, Map.of("FLEET_URL", leader().url()), List.of(words))) {
      run.start();
      return new Applied(run.exit(LONG), run.said());
    }
  }

  /** Tells a slot of mischief how to misbehave; an empty word takes it back. */
  void order(int index, String word) {
    try {
      var file = ledger.folder().resolve("mischief").resolve("" + index);
      if (word.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        Files.writeString(file, word);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an order was not yet carried out. */
  boolean ordered(int index) {
    return Files.exists(ledger.folder().resolve("mischief").resolve("" + index));
  }

  /** What the mischief of this worker left running. */
  List<Long> daemons(Host host) {
    return Proc.bearing("chaos-daemon-" + host.name() + "-" + place.run());
  }

  /** The state of a slot's record; empty when there is none or Redis is away. */
  String state(String slot) {
    try (var resp = new Resp(redis.port())) {
      var spec = tap.present(resp).get(slot);
      return spec == null ? "" : spec.to();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Waits until every slot has shown life after {@code since} and its record says the same; how
   * long that took since then.
   */
  Duration awaitAll(long since, Duration limit) {
    return awaitAll(since, Map.of(), limit);
  }

  /** The same, where some slots must have a generation above the one they had. */
  Duration awaitAll(long since, Map<String, Long> above, Duration limit) {
    var end = new long[1];
    try {
      await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(30))
          .until(
              () -> {
                end[0] = System.nanoTime();
                return missing(since, above).isEmpty();
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("not all run after " + limit + ": " + missing(since, above), e);
    }
    return Duration.ofNanos(end[0] - since);
  }

  /** What is not as it should be, slot by slot. */
  List<String> missing(long since) {
    return missing(since, Map.of());
  }

  private List<String> missing(long since, Map<String, Long> above) {
    var missing = new ArrayList<String>();
    try (var resp = new Resp(redis.port(), 500)) {
      var present = tap.present(resp);
      var lives = ledger.lives();
      var now = System.nanoTime();
      for (var slot : slots()) {
        var life = lives.get(slot);
        var spec = present.get(slot);
        if (life == null
            || life.ended()
            || life.aliveNanos() <= since
            || life.gen() <= above.getOrDefault(slot, 0L)
            || now - life.aliveNanos() > FRESH.toNanos()
            || !Proc.lives(life.pid())) {
          missing.add(slot + " lives " + life + " record " + spec);
        } else if (spec == null || !spec.to().equals("RUNNING") || spec.gen() != life.gen()) {
          missing.add(slot + " record " + spec + " lives " + life);
        }
      }
    } catch (IOException e) {
      missing.add("Redis: " + e.getMessage());
    }
    return missing;
  }

  /** Brings back whoever is dead, heals every line, and waits until all is well and quiet. */
  void recover() {
    if (!redis.lives()) {
      redis.restart();
    }
    redis.command("CONFIG", "SET", "maxmemory", "0");
    hosts.forEach(host -> host.redis().heal());
    hosts.forEach(host -> host.bus().heal());
    masters.forEach(master -> master.redis().heal());
    masters.forEach(master -> master.bus().heal());
    masters.stream().filter(m -> !m.daemon().lives()).forEach(m -> m.daemon().start());
    hosts.stream().filter(host -> !host.shell().lives()).forEach(host -> host.shell().start());
    try {
      awaitAll(System.nanoTime(), PATIENCE);
    } catch (AssertionError e) {
      // What one fault broke for good must not fail the tests of all that follow.
      log.warn("not well by itself, every worker JVM is killed");
      hosts.forEach(host -> host.killJvm());
      awaitAll(System.nanoTime(), LONG);
    }
    forgetLosses();
    awaitQuiet();
  }

  /**
   * Faults follow one another here within seconds, so that the leader would take the losses of
   * several for one mass failure, and brake. A new leader has a clean sheet.
   */
  private void forgetLosses() {
    var moves = tap.moves();
    var since = moves.subList(Math.min(judged, moves.size()), moves.size());
    if (since.stream().anyMatch(move -> LOSSES.contains(move.cause()))) {
      var epoch = highestEpoch();
      redis.command("DEL", "fleet:{chaos}:leader");
      Leading.after(this, epoch, System.nanoTime());
    }
    judged = moves.size();
  }

  /** Every worker beats with its present boot, the leader judges, and no barrier stands. */
  private void awaitQuiet() {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(
            () -> {
              var meta = map(redis.command("HGETALL", "fleet:{chaos}:meta"));
              var run = (String) redis.command("INFO", "server");
              return meta.getOrDefault("cleanRunId", "-").length() == 40
                  && run.contains("run_id:" + meta.get("cleanRunId"))
                  && Long.parseLong(meta.get("epoch")) == highestEpoch()
                  && mastersServe()
                  && hosts.stream().allMatch(this::reports)
                  && beatIn(meta.get("epoch"))
                  && missing(System.nanoTime() - FRESH.toNanos()).isEmpty();
            });
  }

  /** Whether every worker has seen this epoch. */
  private boolean beatIn(String epoch) {
    var beats = map(redis.command("HGETALL", "fleet:{chaos}:beats"));
    return hosts.stream()
        .allMatch(host -> beats.getOrDefault(host.name(), "").endsWith(" " + epoch));
  }

  /** One more worker, on a cable of its own. */
  Island island() {
    return new Island(place, folder.resolve("automations"));
  }

  /** The boot under which a worker beats, 0 when it does not. */
  long boot(String worker) {
    var beat = map(redis.command("HGETALL", "fleet:{chaos}:beats")).getOrDefault(worker, "0 ");
    return Long.parseLong(beat.substring(0, beat.indexOf(' ')));
  }

  /** Whether every master is up: one that joins only now is no standby. */
  private boolean mastersServe() {
    return masters.stream().allMatch(master -> get(master.url() + "/health/live") == 200);
  }

  /** Whether its present JVM is the one that reports, so that it can take slots. */
  private boolean reports(Host host) {
    var jvm = host.jvm();
    var body = redis.command("HGET", "fleet:{chaos}:report:" + host.name(), "body");
    return jvm != 0 && new JsonObject((String) body).getLong("pid", 0L) == jvm;
  }

  /** A hash of Redis as a map. */
  static Map<String, String> map(Object answer) {
    var map = new TreeMap<String, String>();
    if (answer instanceof List<?> list) {
      for (var i = 0; i + 1 < list.size(); i += 2) {
        map.put((String) list.get(i), (String) list.get(i + 1));
      }
    }
    return map;
  }

  /** The status of a page of the leader, 0 when nobody answers. */
  int get(String url) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** All invariants over all that was written since the start; what was broken. */
  List<String> broken() {
    var wrong = new ArrayList<String>();
    try {
      var look = tap.look();
      var last = look.log().isEmpty() ? 0 : look.log().getLast().millis();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> tap.moves().isEmpty() || tap.moves().getLast().millis() >= last);
      wrong.addAll(Checks.replays(look.log(), look.present()));
      wrong.addAll(Checks.budgets(look.log(), desired(), Map.of("witness", UNAVAILABLE)));
    } catch (IOException e) {
      wrong.add("the event log cannot be read: " + e);
    }
    var lines = ledger.lines();
    var moves = tap.moves();
    var records = tap.records();
    wrong.addAll(Checks.startsOnce(lines));
    wrong.addAll(Checks.generationsRise(lines));
    wrong.addAll(Checks.neverTwo(lines, profile.lease(), grace()));
    wrong.addAll(Checks.noOldRecord(records));
    wrong.addAll(Checks.noRecordOfTheDead(records, moves));
    wrong.addAll(Checks.epochsRise(moves, led()));
    return wrong;
  }

  /** TICK + K, and what a busy machine may add. */
  Duration grace() {
    return profile.watchdog().plus(profile.stopGrace()).plus(Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    tap.close();
    hosts.forEach(Host::close);
    masters.forEach(Chief::close);
    redis.close();
    TinyDisk.unmount(snapshots());
  }
}
