package io.fleet.bench;

import io.fleet.process.AotCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One worker: how soon its JVM beats, what an idle slot holds, how soon a slot of each kind runs,
 * and what an execution costs that does nothing. Beside a JVM that does the least of it.
 *
 * @since 0.1
 */
public final class WorkerBench {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration CALM = Duration.ofSeconds(3);

  /** As a worker's JVM has them. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseG1GC",
          "-Xmx512m",
          "-Djdk.virtualThreadScheduler.parallelism="
              + Math.max(8, 4 * Runtime.getRuntime().availableProcessors()),
          "-Djdk.virtualThreadScheduler.maxPoolSize=256");

  private final boolean quick;
  private final Path folder;
  private final String seed = HealFleet.freePorts(1).getFirst();
  private final List<Metric> metrics = new ArrayList<>();

  private WorkerBench(boolean quick, Path folder) {
    this.quick = quick;
    this.folder = folder;
  }

  /** Measures; some minutes, or one when it is to be quick. */
  public static List<Metric> measure(boolean quick) throws IOException {
    System.setProperty("fleet.cache.calm", "0");
    var bench = new WorkerBench(quick, Files.createTempDirectory("fleet-bench-worker"));
    try (Child _ = bench.bare(List.of(), bench.seed);
        var worker = new OneWorker(bench.folder, 20_000)) {
      bench.start(worker);
      bench.idle(worker);
      bench.modes(worker);
      bench.empty(worker);
    }
    return bench.metrics;
  }

  private Child bare(List<String> cache, String port) throws IOException {
    var flags = new ArrayList<>(FLAGS);
    flags.addAll(cache);
    return Child.start(BareWorker.class, flags, port, seed);
  }

  /** A JVM that joins a cluster of one, each with a cache of its own classes. */
  private void start(OneWorker worker) throws IOException {
    Wait.until("the cache of the worker", LIMIT, () -> hasCache(worker.caches(), "worker"));
    var cache = cacheOfPeer();
    worker.restart(); // the first time the file is cold
    var times = new ArrayList<Double>();
    var peers = new ArrayList<Double>();
    var memory = new ArrayList<Double>();
    var peersMemory = new ArrayList<Double>();
    for (var i = 0; i < (quick ? 3 : 7); i++) {
      times.add(worker.restart());
      Wait.pause(CALM);
      memory.add(Rss.afterCollection(worker.pid()) / 1024);
      try (var peer = bare(cache.flags(), HealFleet.freePorts(1).getFirst())) {
        peers.add(OneWorker.sinceStart(peer.pid()));
        Wait.pause(CALM);
        peersMemory.add(Rss.afterCollection(peer.pid()) / 1024);
      }
    }
    var peer = new Samples(peers);
    less(
        new Samples(times),
        "start_to_heartbeat",
        "ms",
        "peer:vertx-hazelcast",
        peer.median(),
        Map.of());
    less(
        new Samples(memory),
        "rss_without_slots",
        "MiB",
        "limit:peer-plus-25",
        new Samples(peersMemory).median() + 25,
        Map.of("peer", "%.0f".formatted(new Samples(peersMemory).median())));
  }

  private AotCache cacheOfPeer() {
    var port = HealFleet.freePorts(1).getFirst();
    var cache =
        new AotCache(
            folder.resolve("peer"),
            "peer",
            Child.java(FLAGS),
            System.getProperty("java.class.path"),
            List.of(BareWorker.class.getName(), port, seed, "train"));
    Wait.until("the cache of the peer", LIMIT, () -> !cache.flags().isEmpty());
    return cache;
  }

  private static boolean hasCache(Path folder, String kind) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.startsWith(kind) && name.endsWith(".aot"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At several sizes, since what grows faster than the slots do is found that way alone. */
  private void idle(OneWorker worker) throws IOException {
    var sizes = quick ? List.of(500, 1_000) : List.of(1_250, 2_500, 5_000, 10_000);
    var curve = new HashMap<String, String>();
    var last = new Held(0, 0);
    var peer = last;
    var seconds = 0.0;
    for (var slots : sizes) {
      worker.clear();
      worker.restart();
      Wait.pause(CALM);
      var before = Held.of(worker.pid());
      var begin = System.nanoTime();
      worker.run(IdleSlot.class, "virtual", slots);
      seconds = (System.nanoTime() - begin) / 1e9;
      Wait.pause(CALM);
      last = Held.of(worker.pid()).since(before, slots);
      peer = peerIdle(slots);
      curve.put(
          "" + slots, "%.1f KiB %.1f s, peer %.1f KiB".formatted(last.live, seconds, peer.live));
    }
    var slots = "" + sizes.getLast();
    curve.put("slots", slots);
    var reference = "peer:verticle-and-thread";
    less(Samples.of(last.live), "idle_slot_heap", "KiB", reference, peer.live, curve);
    less(
        Samples.of(last.resident),
        "idle_slot_rss",
        "KiB",
        reference,
        peer.resident,
        Map.of("slots", slots));
    less(Samples.of(seconds), "idle_slots_started", "s", "limit:5", 5, Map.of("slots", slots));
    worker.clear();
  }

  /** Memory of a JVM in KiB: on its heap after a collection, and in all. */
  private record Held(double live, double resident) {
    static Held of(long pid) {
      return new Held(Rss.liveKib(pid), Rss.kib(pid));
    }

    Held since(Held before, int slots) {
      return new Held((live - before.live) / slots, (resident - before.resident) / slots);
    }
  }

  private Held peerIdle(int slots) throws IOException {
    try (var peer = bare(List.of(), HealFleet.freePorts(1).getFirst())) {
      Wait.pause(CALM);
      var before = Held.of(peer.pid());
      peer.ask("" + slots);
      Wait.pause(CALM);
      return Held.of(peer.pid()).since(before, slots);
    }
  }

  /** One slot after the other on a worker that is up: from the leader's word to RUNNING. */
  private void modes(OneWorker worker) {
    for (var mode : List.of("virtual", "platform", "process")) {
      var slots = quick ? 5 : 20;
      if (mode.equals("process")) {
        worker.run(IdleSlot.class, mode, 1); // asks for the cache of such JVMs
        Wait.until("the cache of slots", LIMIT, () -> hasCache(worker.caches(), "slot"));
        worker.clear();
      }
      worker.run(IdleSlot.class, mode, 1);
      var last = worker.lastEvent();
      for (var i = 2; i <= slots + 1; i++) {
        worker.run(IdleSlot.class, mode, i);
      }
      var times = StartTimes.of(worker.eventsAfter(last, 8 * slots));
      for (var figure :
          Map.of("slot_start_p50", times.median(), "slot_start_p95", times.p95()).entrySet()) {
        metrics.add(
            times.less(
                "worker",
                figure.getKey(),
                figure.getValue(),
                "ms",
                "limit:150",
                150,
                Map.of("threading", mode)));
      }
      if (mode.equals("process")) {
        var rss = new Samples(slotJvms(worker.pid()).map(pid -> Rss.kib(pid) / 1024).toList());
        less(rss, "process_slot_rss", "MiB", "limit:65", 65, Map.of());
      }
      worker.clear();
    }
  }

  private static java.util.stream.Stream<Long> slotJvms(long worker) {
    return ProcessHandle.of(worker).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().commandLine().orElse("").contains("-Dfleet.role=slot"))
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .map(ProcessHandle::pid);
  }

  /** By processor seconds of the whole JVM, the heartbeats included. */
  private void empty(OneWorker worker) {
    worker.run(EmptyExecute.class, "virtual", 1);
    Wait.pause(CALM);
    var rates = new ArrayList<Double>();
    for (var i = 0; i < (quick ? 2 : 5); i++) {
      var before = done(worker);
      var cpu = Cpu.seconds(worker.pid());
      Wait.pause(CALM);
      rates.add((done(worker) - before) / (Cpu.seconds(worker.pid()) - cpu) / 1e6);
    }
    var samples = new Samples(rates);
    metrics.add(
        samples.more(
            "worker",
            "empty_execute",
            samples.median(),
            "million per processor second",
            "limit:1",
            1,
            Map.of("slots", "1")));
    worker.clear();
  }

  /** As the next report says it, which is when it is asked. */
  private static double done(OneWorker worker) {
    var name = OneWorker.name(EmptyExecute.class, "virtual");
    var before = ok(worker, name);
    Wait.until("executions", LIMIT, () -> ok(worker, name) > before);
    return ok(worker, name);
  }

  private static long ok(OneWorker worker, String name) {
    var stats = worker.report().stats().get(name);
    return stats == null ? 0 : stats.ok();
  }

  private void less(
      Samples samples,
      String metric,
      String unit,
      String reference,
      double referenceValue,
      Map<String, String> settings) {
    metrics.add(
        samples.less(
            "worker", metric, samples.median(), unit, reference, referenceValue, settings));
  }
}
