package io.fleet.store;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Fence;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The store in memory: what the scripts do, without a Redis. For simulations and unit tests; {@code
 * MemoryStoreIT} holds it to the answers and the state of the real scripts. All scripts of the
 * control plane are in it, as one server has them. Belongs to one thread; every answer is there at
 * once.
 *
 * @since 0.1
 */
public final class MemoryStore implements LeaderStore, LeaderReader, WorkerStore {
  private final LongSupplier millis;
  private final MemoryImage now = new MemoryImage();
  private String runId;
  private long ids;

  /**
   * An empty one.
   *
   * @param runId of the simulated server
   * @param millis the server's clock, for keys that expire
   */
  public MemoryStore(String runId, LongSupplier millis) {
    this.runId = runId;
    this.millis = millis;
  }

  // What an operator or an accident does to a server.

  /** All that it holds, as a copy. */
  public MemoryImage image() {
    return now.copy();
  }

  /** FLUSHALL: the same run of the server, nothing in it. */
  public void flush() {
    now.become(new MemoryImage());
  }

  /** A new run of the server that begins with this image. */
  public void restart(String nextRunId, MemoryImage image) {
    runId = nextRunId;
    now.become(image);
  }

  /** The state itself, to look at. */
  public MemoryImage state() {
    return now;
  }

  // The leader.

  @Override
  public Future<Acquired> acquire(String token, Duration lease) {
    var holder = leader();
    if (!holder.isEmpty() && !holder.equals(token)) {
      return Future.succeededFuture(new Acquired(true, 0));
    }
    now.leader = token;
    now.leaderUntil = millis.getAsLong() + lease.toMillis();
    var highest =
        now.beats.values().stream().mapToLong(beat -> Beat.parse(beat).seen()).max().orElse(0);
    return Future.succeededFuture(new Acquired(false, Math.max(highest, now.epoch)));
  }

  @Override
  public Future<Begun> init(String token, long epoch) {
    if (!holds(token)) {
      return Future.succeededFuture(new Begun("LOST", "", false));
    }
    if (higherWasHere(epoch)) {
      return Future.succeededFuture(new Begun("LOWER", "", false));
    }
    now.epoch = epoch;
    now.runId = runId;
    return Future.succeededFuture(new Begun("OK", runId, now.cleanRunId.equals(runId)));
  }

  private boolean higherWasHere(long epoch) {
    return now.epoch > epoch;
  }

  @Override
  public Future<Verdict> renew(Leadership lead, Duration lease) {
    if (!guard(lead)) {
      return Future.succeededFuture(Verdict.FENCED);
    }
    now.leaderUntil = millis.getAsLong() + lease.toMillis();
    return Future.succeededFuture(Verdict.OK);
  }

  @Override
  public Future<Void> resign(String token) {
    if (holds(token)) {
      now.leader = "";
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Verdict>> move(Leadership lead, List<Transition> moves) {
    return Future.succeededFuture(moves.stream().map(move -> move(lead, move)).toList());
  }

  private boolean lastBeat(String worker, String beat) {
    return now.beats.getOrDefault(worker, "").equals(beat);
  }

  private Verdict move(Leadership lead, Transition move) {
    if (!guard(lead)) {
      return Verdict.FENCED;
    }
    var slot = move.from().slot();
    var found = now.specs.getOrDefault(slot, SlotSpec.none(slot));
    if (!same(found, move.from())) {
      return Verdict.STALE;
    }
    if (!move.judgedWorker().isEmpty() && !lastBeat(move.judgedWorker(), move.judgedBeat())) {
      return Verdict.ALIVE;
    }
    if (move.maxUnavailable() >= 0
        && move.desired() - now.running(slot.automation()) >= move.maxUnavailable()) {
      return Verdict.BUDGET;
    }
    var to = move.to().writtenIn(lead.epoch());
    now.specs.put(slot, to);
    now.events.add(
        new MemoryImage.Event(
            slot,
            lead.epoch(),
            to.gen(),
            found.recorded() ? found.state().name() : "NONE",
            Optional.of(to)));
    var id = "" + ++ids;
    if (!confirms(found, to)) {
      touch(found.worker(), id);
      touch(to.worker(), id);
    }
    return Verdict.OK;
  }

  /** That a generation runs its worker knows: it said so. */
  private static boolean confirms(SlotSpec from, SlotSpec to) {
    return from.state() == SlotState.ASSIGNED
        && to.state() == SlotState.RUNNING
        && from.gen().equals(to.gen());
  }

  /** Whoever held it or holds it has something to read. */
  private void touch(String worker, String id) {
    if (!worker.isEmpty()) {
      now.revisions.put(worker, id);
    }
  }

  private static boolean same(SlotSpec found, SlotSpec expected) {
    return found.recorded() == expected.recorded()
        && found.gen().equals(expected.gen())
        && found.state() == expected.state();
  }

  @Override
  public Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis) {
    return Future.succeededFuture(slots.stream().map(spec -> remove(lead, spec)).toList());
  }

  private Verdict remove(Leadership lead, SlotSpec spec) {
    if (!guard(lead)) {
      return Verdict.FENCED;
    }
    var found = now.specs.get(spec.slot());
    if (found == null || !same(found, spec)) {
      return Verdict.STALE;
    }
    now.specs.remove(spec.slot());
    now.events.add(
        new MemoryImage.Event(
            spec.slot(), lead.epoch(), spec.gen(), spec.state().name(), Optional.empty()));
    return Verdict.OK;
  }

  @Override
  public Future<Verdict> markClean(Leadership lead) {
    return guarded(lead, () -> now.cleanRunId = lead.runId());
  }

  @Override
  public Future<Verdict> putDesired(Leadership lead, Map<String, String> desired) {
    return guarded(lead, () -> now.desired = Map.copyOf(desired));
  }

  @Override
  public Future<Verdict> putIntents(Leadership lead, Map<String, String> intents) {
    return guarded(lead, () -> now.intents = Map.copyOf(intents));
  }

  @Override
  public Future<Verdict> putStandings(Leadership lead, Map<String, String> standings) {
    return guarded(lead, () -> now.standings = Map.copyOf(standings));
  }

  @Override
  public Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace) {
    return guarded(
        lead,
        () -> {
          if (replace) {
            now.why.clear();
          }
          lines.forEach(
              (slot, line) -> {
                if (line.isEmpty()) {
                  now.why.remove(slot);
                } else {
                  now.why.put(slot, line);
                }
              });
        });
  }

  @Override
  public Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash) {
    var verdict = guard(lead) ? Verdict.OK : Verdict.FENCED;
    if (verdict == Verdict.OK) {
      now.configs.putAll(textByHash);
    }
    return Future.succeededFuture(textByHash.keySet().stream().map(hash -> verdict).toList());
  }

  @Override
  public Future<Verdict> forget(Leadership lead, String worker, String beat) {
    if (!guard(lead)) {
      return Future.succeededFuture(Verdict.FENCED);
    }
    if (!lastBeat(worker, beat)) {
      return Future.succeededFuture(Verdict.ALIVE);
    }
    now.beats.remove(worker);
    now.reports.remove(worker);
    now.revisions.remove(worker);
    return Future.succeededFuture(Verdict.OK);
  }

  private String leader() {
    return millis.getAsLong() < now.leaderUntil ? now.leader : "";
  }

  private boolean holds(String token) {
    return !leader().isEmpty() && leader().equals(token);
  }

  private boolean guard(Leadership lead) {
    return holds(lead.token())
        && now.epoch > 0
        && now.epoch == lead.epoch()
        && sameRun(lead.runId());
  }

  private boolean sameRun(String seen) {
    return runId.equals(seen);
  }

  private Future<Verdict> guarded(Leadership lead, Runnable write) {
    if (!guard(lead)) {
      return Future.succeededFuture(Verdict.FENCED);
    }
    write.run();
    return Future.succeededFuture(Verdict.OK);
  }

  // What a leader looks at.

  @Override
  public Future<Map<String, String>> desired() {
    return Future.succeededFuture(now.desired);
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs() {
    return Future.succeededFuture(new TreeMap<>(now.specs));
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs(List<SlotId> slots) {
    var found = new TreeMap<SlotId, SlotSpec>();
    for (var slot : slots) {
      var spec = now.specs.get(slot);
      if (spec != null) {
        found.put(slot, spec);
      }
    }
    return Future.succeededFuture(found);
  }

  @Override
  public Future<Map<String, String>> beats() {
    return Future.succeededFuture(new TreeMap<>(now.beats));
  }

  @Override
  public Future<Map<String, Long>> certificates(List<String> workers) {
    var found = new TreeMap<String, Long>();
    workers.forEach(worker -> found.put(worker, now.certificates.getOrDefault(worker, 0L)));
    return Future.succeededFuture(found);
  }

  @Override
  public Future<Map<String, Reported>> reports(List<String> workers) {
    var found = new TreeMap<String, Reported>();
    for (var worker : workers) {
      var report = now.reports.get(worker);
      if (report != null) {
        found.put(worker, report);
      }
    }
    return Future.succeededFuture(found);
  }

  // The worker and its shell.

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, Duration lease) {
    return heartbeat(report, beat, "", lease);
  }

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, String view, Duration lease) {
    var worker = report.worker();
    long certified = now.certificates.getOrDefault(worker, 0L);
    if (endedFor(beat.boot(), certified)) {
      return Future.succeededFuture(new HeartbeatReply.Reboot(certified));
    }
    var before = now.reports.get(worker);
    if (before != null && older(beat, before)) {
      return Future.succeededFuture(new HeartbeatReply.Old(before.boot()));
    }
    if (before == null || beat.boot() > before.boot() || beat.seq() > before.seq()) {
      now.reports.put(worker, new Reported(beat.boot(), beat.seq(), report));
      now.beats.put(worker, beat.toString());
      now.leases.put(
          worker, new MemoryImage.Held(beat.boot(), millis.getAsLong() + lease.toMillis()));
    }
    var adopted = sameRun(now.runId);
    var present = adopted ? view(worker) : "";
    if (adopted && present.equals(view)) {
      return Future.succeededFuture(
          new HeartbeatReply.Heard(now.epoch, true, runId, List.of(), present, true));
    }
    var asked = new LinkedHashSet<SlotId>();
    now.specs.values().stream()
        .filter(spec -> spec.worker().equals(worker))
        .forEach(spec -> asked.add(spec.slot()));
    report.slots().forEach(slot -> asked.add(SlotId.of(slot.slot())));
    var specs = new ArrayList<WorkerSpec>();
    asked.forEach(slot -> specs.add(seen(slot)));
    return Future.succeededFuture(
        new HeartbeatReply.Heard(now.epoch, adopted, runId, specs, present, false));
  }

  private String view(String worker) {
    return now.epoch + " " + runId + " " + now.revisions.getOrDefault(worker, "-");
  }

  private WorkerSpec seen(SlotId slot) {
    var spec = now.specs.get(slot);
    return spec == null
        ? new WorkerSpec(slot.toString(), 0, "", "", 0, "")
        : new WorkerSpec(
            slot.toString(),
            spec.gen().value(),
            spec.state().name(),
            spec.worker(),
            spec.boot(),
            spec.cfg(),
            grace(spec));
  }

  private static long grace(SlotSpec spec) {
    return spec.state() == SlotState.DRAINING && spec.untilMillis() > 0
        ? spec.untilMillis() - spec.sinceMillis()
        : -1;
  }

  private static boolean older(Beat beat, Reported before) {
    return beat.boot() < before.boot();
  }

  private static boolean endedFor(long boot, long certified) {
    return boot <= certified;
  }

  /** Certifies that every process of this boot and of all before has ended; only grows. */
  public void certify(String worker, long boot) {
    now.certificates.merge(worker, boot, MemoryStore::later);
  }

  private static long later(long before, long boot) {
    return Math.max(before, boot);
  }

  /**
   * The fence of an emit: {@code OK}, {@code UNKNOWN} (the server is not adopted), {@code
   * FENCED-GEN} or {@code FENCED-LEASE}.
   */
  public String fence(Fence fence) {
    var spec = now.specs.get(SlotId.of(fence.slot()));
    if (!sameRun(now.runId) || spec == null || spec.gen().value() < fence.gen()) {
      return "UNKNOWN";
    }
    return held(spec, fence);
  }

  /** The part of the fence that a cursor has too. */
  private String held(@Nullable SlotSpec spec, Fence fence) {
    if (spec == null || !holds(spec, fence)) {
      return "FENCED-GEN";
    }
    return leased(fence.worker(), fence.boot()) ? "OK" : "FENCED-LEASE";
  }

  private static boolean holds(SlotSpec spec, Fence fence) {
    return spec.gen().value() == fence.gen()
        && spec.state().owned()
        && spec.worker().equals(fence.worker())
        && spec.boot() == fence.boot();
  }

  /** Whether the lease key of this boot is still there; what an emit looks at. */
  public boolean leased(String worker, long boot) {
    var lease = now.leases.get(worker);
    return lease != null && lease.boot() == boot && millis.getAsLong() < lease.until();
  }

  @Override
  public Future<Optional<String>> config(String hash) {
    return Future.succeededFuture(Optional.ofNullable(now.configs.get(hash)));
  }

  @Override
  public Future<BatchState> batch(String automation) {
    return Future.succeededFuture(
        now.batches.getOrDefault(automation, new BatchState("", "", false)));
  }

  @Override
  public Future<Void> moveBatch(String automation, Fence fence, BatchState to) {
    var verdict =
        sameRun(now.runId) ? held(now.specs.get(SlotId.of(fence.slot())), fence) : "UNKNOWN";
    if (!"OK".equals(verdict)) {
      return Future.failedFuture("the batch's cursor was not moved: " + verdict);
    }
    now.batches.put(automation, to);
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<Desired>> desiredAfter(long revision) {
    var present = now.desired.getOrDefault("revision", "");
    return Future.succeededFuture(
        present.isEmpty() || Long.parseLong(present) <= revision
            ? Optional.empty()
            : Optional.of(
                new Desired(Long.parseLong(present), now.desired.getOrDefault("spec", ""))));
  }
}
