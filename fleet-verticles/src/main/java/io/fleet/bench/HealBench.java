package io.fleet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long slots are down: three workers with room for 100 slots each, 200 slots in all, so that
 * whoever is killed held 100 of them and somebody has room. Against Vert.x' own high availability.
 *
 * @since 0.1
 */
public final class HealBench {
  static final int SLOTS = 200;
  private static final int VICTIM = 100;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final boolean quick;
  private final List<Metric> metrics = new ArrayList<>();

  private HealBench(boolean quick) {
    this.quick = quick;
  }

  /** Measures; some minutes, or one when it is to be quick. */
  public static List<Metric> measure(boolean quick) throws IOException {
    var bench = new HealBench(quick);
    var peer = bench.peer();
    try (var fleet = new HealFleet(Files.createTempDirectory("fleet-bench-heal"))) {
      for (var profile : quick ? List.of("fast") : List.of("fast", "balanced")) {
        fleet.apply(profile);
        bench.killed(fleet, profile, peer);
        bench.drained(fleet, profile);
        if (profile.equals("fast")) {
          bench.lost(fleet);
        }
        bench.leaderless(fleet, profile);
      }
    }
    return bench.metrics;
  }

  private int kills() {
    return quick ? 3 : 8;
  }

  /** Milliseconds until the other JVMs run what the killed one ran. */
  private Samples peer() throws IOException {
    var times = new ArrayList<Double>();
    for (var round = 0; round < (quick ? 2 : 4); round++) {
      times.add(peerOnce());
    }
    return new Samples(times);
  }

  private static double peerOnce() throws IOException {
    var log = Files.createTempDirectory("fleet-bench-peer").resolve("log");
    var ports = HealFleet.freePorts(3);
    var all = String.join(",", ports);
    var members = new ArrayList<Child>();
    try {
      for (var port : ports) {
        members.add(
            Child.start(
                HighAvailabilityPeer.class, List.of("-Xmx256m"), port, all, log.toString()));
      }
      members.getFirst().ask("deploy " + VICTIM);
      var begin = System.nanoTime();
      members.getFirst().kill();
      Wait.until("the peer's fail-over", LIMIT, () -> lines(log) >= 2 * VICTIM);
      return (System.nanoTime() - begin) / 1e6;
    } finally {
      members.forEach(Child::close);
    }
  }

  private static long lines(Path log) {
    try (var lines = Files.lines(log)) {
      return lines.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private Map<String, String> settings(String fault, String profile, int slots) {
    return new HashMap<>(
        Map.of("fault", fault, "profile", profile, "slots", "" + slots, "workers", "3"));
  }

  /** SIGKILL of the JVM that has most slots; its shell lives and certifies the death. */
  private void killed(HealFleet fleet, String profile, Samples peer) {
    var times = new ArrayList<Double>();
    var least = SLOTS;
    fleet.awaitCalm();
    var victim = fleet.fullest();
    for (var i = 0; i <= kills(); i++) {
      // Always the same one: two that lose so much would be a mass failure, and the brake right.
      fleet.fill(victim);
      var held = fleet.held(victim);
      var boot = fleet.boot(victim);
      var begin = System.nanoTime();
      fleet.killJvm(victim);
      Wait.until("healing", LIMIT, () -> fleet.runElsewhere(held, victim, boot));
      if (i > 0) { // the first time the code of all others is cold
        times.add((System.nanoTime() - begin) / 1e6);
        least = Math.min(least, held.size());
      }
    }
    var samples = new Samples(times);
    metrics.add(
        samples.less(
            "heal",
            "heal_p95",
            samples.p95(),
            "ms",
            "peer:vertx-ha",
            peer.p95(),
            settings("SIGKILL of the worker JVM", profile, least)));
    metrics.add(
        samples.less(
            "heal",
            "heal_p50",
            samples.median(),
            "ms",
            "peer:vertx-ha",
            peer.median(),
            settings("SIGKILL of the worker JVM", profile, least)));
  }

  /** SIGKILL of shell and JVM: nobody is left to certify anything. */
  private void lost(HealFleet fleet) {
    var times = new ArrayList<Double>();
    for (var i = 0; i < (quick ? 1 : 3); i++) {
      fleet.awaitCalm();
      var victim = fleet.fullest();
      var held = fleet.held(victim);
      var boot = fleet.boot(victim);
      var begin = System.nanoTime();
      fleet.killAll(victim);
      Wait.until("healing", LIMIT, () -> fleet.runElsewhere(held, victim, boot));
      times.add((System.nanoTime() - begin) / 1e6);
      fleet.startWorker(victim);
    }
    var samples = new Samples(times);
    metrics.add(
        samples.less(
            "heal",
            "heal_p95",
            samples.p95(),
            "ms",
            "limit:t-dead-plus-1s",
            6_000,
            settings("SIGKILL of shell and JVM", "fast", VICTIM)));
  }

  /** SIGTERM: each slot ends here and begins elsewhere. */
  private void drained(HealFleet fleet, String profile) {
    fleet.awaitCalm();
    var victim = fleet.fullest();
    var held = fleet.held(victim);
    var boot = fleet.boot(victim);
    fleet.forgetLog();
    fleet.terminate(victim);
    Wait.until("the move", LIMIT, () -> fleet.runElsewhere(held, victim, boot));
    var gaps = new Samples(fleet.gaps(held));
    metrics.add(
        gaps.less(
            "heal",
            "gap_p95",
            gaps.p95(),
            "ms",
            "limit:300",
            300,
            settings("SIGTERM", profile, held.size())));
    fleet.startWorker(victim);
  }

  /** SIGKILL of the leader beside a standby, until the standby leads; nothing is to be touched. */
  private void leaderless(HealFleet fleet, String profile) {
    var times = new ArrayList<Double>();
    fleet.awaitCalm();
    var events = fleet.events();
    for (var i = 0; i < (quick ? 2 : 4); i++) {
      fleet.awaitCalm();
      var epoch = fleet.epoch();
      var begin = System.nanoTime();
      var killed = fleet.masters().killLeader();
      Wait.until("the next leader", LIMIT, () -> fleet.epoch() > epoch);
      times.add((System.nanoTime() - begin) / 1e6);
      fleet.masters().start(killed);
    }
    fleet.awaitCalm();
    var took = new Samples(times);
    var settings = settings("SIGKILL of the leader, a standby there", profile, SLOTS);
    settings.put("slots_touched", "" + (fleet.events() - events));
    metrics.add(
        took.less(
            "heal",
            "leader_failover_p95",
            took.p95(),
            "ms",
            "limit:t-m-plus-1s",
            profile.equals("fast") ? 3_000 : 7_000,
            settings));
  }
}
