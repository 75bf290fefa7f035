package io.fleet.store;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.redis.Keys;
import io.fleet.slot.Fence;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.testkit.Redises;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store in memory gives the same answers and comes to the same state as the scripts on a real
 * Redis, whatever is asked of both. On this the simulator stands.
 */
final class MemoryStoreIT {
  private static final int OPERATIONS = 600;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final List<SlotId> SLOTS =
      List.of(new SlotId("a", 0), new SlotId("a", 1), new SlotId("a", 2), new SlotId("b", 0));
  private static final List<String> WORKERS = List.of("w1", "w2", "w3");

  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final RedisLeaderStore leader;
  private final RedisWorkerStore worker;
  private final FleetReader reader;
  private final ShellStore shell;
  private final String runId;
  private final MemoryStore memory;
  private final Map<String, String> views = new HashMap<>();
  private final Map<String, String> twinViews = new HashMap<>();
  private long bodies;
  private SplittableRandom random = new SplittableRandom(1);

  MemoryStoreIT(@TempDir Path dir) {
    redis = Redises.start(Redises.Kind.EMBEDDED, dir);
    leader = new RedisLeaderStore(redis.link, keys);
    worker = new RedisWorkerStore(redis.link, keys);
    reader = new FleetReader(redis.link, keys);
    shell = new ShellStore(redis.link, keys);
    runId =
        redis
            .ask(Command.INFO, "server")
            .lines()
            .filter(line -> line.startsWith("run_id:"))
            .findFirst()
            .orElseThrow()
            .substring(7)
            .strip();
    memory = new MemoryStore(runId, () -> 0);
  }

  @AfterEach
  void end() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatever_is_asked_the_answers_and_the_state_are_those_of_redis(long seed) {
    random = new SplittableRandom(seed);
    for (var i = 0; i < OPERATIONS; i++) {
      step("seed " + seed + ", operation " + i);
      if (i % 50 == 0) {
        sameState("seed " + seed + ", after operation " + i);
      }
    }
    sameState("seed " + seed + ", at the end");
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private void both(String at, Function<LeaderStore, Future<?>> ask) {
    var right = get(ask.apply(leader));
    assertThat(get(ask.apply(memory))).as(at).isEqualTo(right);
  }

  /** Who may be asking: mostly whoever leads, else somebody who once did or never will. */
  private Leadership lead() {
    var meta = get(reader.meta());
    var epoch = Long.parseLong(meta.getOrDefault("epoch", "0"));
    var token = redis.ask(Command.GET, keys.leader());
    return new Leadership(
        chance(0.9) ? token : any(List.of("t1", "t2", "t3")),
        chance(0.9) ? epoch : epoch - 1,
        chance(0.95) ? runId : "another");
  }

  private void step(String at) {
    switch (random.nextInt(14)) {
      case 0 -> {
        var token = any(List.of("t1", "t2", "t3"));
        both(at + " acquire", store -> store.acquire(token, LONG));
      }
      case 1 -> {
        var token = chance(0.8) ? redis.ask(Command.GET, keys.leader()) : "t2";
        var epoch =
            Long.parseLong(get(reader.meta()).getOrDefault("epoch", "0")) + random.nextInt(3) - 1;
        both(at + " init", store -> store.init(token, Math.max(1, epoch)));
      }
      case 2 -> {
        var lead = lead();
        both(at + " renew", store -> store.renew(lead, LONG));
      }
      case 3 -> {
        var token = any(List.of("t1", "t2", "t3"));
        if (chance(0.2)) {
          both(at + " resign", store -> store.resign(token));
        }
      }
      case 4, 5, 6, 7 -> move(at);
      case 8 -> remove(at);
      case 9, 10 -> beat(at);
      case 11 -> certify();
      case 12 -> publish(at);
      default -> forget(at);
    }
  }

  private void move(String at) {
    var lead = lead();
    var moves = new ArrayList<Transition>();
    for (var slot : SLOTS) {
      if (chance(0.5)) {
        moves.add(move(slot));
      }
    }
    both(at + " move " + moves, store -> store.move(lead, moves));
    if (chance(0.3)) {
      both(at + " the same again", store -> store.move(lead, moves));
    }
  }

  private Transition move(SlotId slot) {
    var found = get(reader.specs(List.of(slot))).getOrDefault(slot, SlotSpec.none(slot));
    var from =
        chance(0.85)
            ? found
            : new SlotSpec(
                slot,
                new Generation(found.gen().value() + 1),
                any(List.of(SlotState.values())),
                "w1",
                1,
                "",
                1,
                Reason.FAILED,
                0,
                0,
                0,
                "");
    var next = any(List.copyOf(from.state().moves().stream().sorted().toList()));
    var held = next.owned();
    var to =
        new SlotSpec(
            slot,
            next == SlotState.ASSIGNED
                ? new Generation(from.gen().value() + 1 + random.nextInt(5))
                : from.gen(),
            next,
            held ? any(WORKERS) : "",
            held ? random.nextInt(1, 5) : 0,
            any(List.of("c1", "c2")),
            from.epoch(),
            any(List.of(Reason.values())),
            random.nextInt(1000),
            random.nextInt(1000),
            random.nextInt(5),
            chance(0.3) ? "it said \"no\"" : "");
    if (chance(0.3)) {
      var judged = any(WORKERS);
      var beat = chance(0.7) ? get(reader.beats()).getOrDefault(judged, "") : "9 9 9 9";
      return Transition.judging(from, to, judged, beat);
    }
    return chance(0.3)
        ? Transition.voluntary(from, to, random.nextInt(4), random.nextInt(3))
        : Transition.of(from, to);
  }

  private void remove(String at) {
    var lead = lead();
    // The contract: only what nobody holds is removed.
    var found =
        get(reader.specs()).values().stream().filter(spec -> !spec.state().owned()).toList();
    if (!found.isEmpty()) {
      var some = List.of(any(found));
      both(at + " remove", store -> store.remove(lead, some, 7));
    }
  }

  private void beat(String at) {
    var name = any(WORKERS);
    var slots = new ArrayList<SlotReport>();
    for (var slot : SLOTS) {
      if (chance(0.4)) {
        slots.add(
            new SlotReport(
                slot.toString(),
                random.nextInt(9),
                any(List.of(Phase.values())),
                "c",
                "",
                false,
                1));
      }
    }
    var report =
        new Report(1, name, "h", 1, 4, Map.of("z", "1"), List.of("A"), slots, false, Map.of(), 5);
    var beat = new Beat(random.nextInt(1, 6), random.nextInt(1, 30), ++bodies, random.nextInt(4));
    var knows = chance(0.5);
    var right =
        get(worker.heartbeat(report, beat, knows ? views.getOrDefault(name, "") : "", LONG));
    var twin =
        get(memory.heartbeat(report, beat, knows ? twinViews.getOrDefault(name, "") : "", LONG));
    if (right instanceof Heard heard && twin instanceof Heard other) {
      views.put(name, heard.view());
      twinViews.put(name, other.view());
    }
    assertThat(inOrder(twin)).as(at + " heartbeat " + beat).isEqualTo(inOrder(right));
    var slot = any(SLOTS).toString();
    var fence = new Fence(slot, random.nextInt(6), name, beat.boot());
    assertThat(fence(memory, fence)).as(at + " fence").isEqualTo(fence(worker, fence));
  }

  /** A set has no order, and the ids of events are the server's own. */
  private static HeartbeatReply inOrder(HeartbeatReply reply) {
    return reply instanceof Heard heard
        ? new Heard(
            heard.epoch(),
            heard.adopted(),
            heard.runId(),
            heard.specs().stream().sorted(Comparator.comparing(WorkerSpec::slot)).toList(),
            heard.view().replaceFirst(" \\d[^ ]*$", " id"),
            heard.unchanged())
        : reply;
  }

  private static String fence(WorkerStore store, Fence fence) {
    try {
      get(store.moveBatch("a", fence, new WorkerStore.BatchState("s", "1", false)));
      return "OK";
    } catch (AssertionError e) {
      return String.valueOf(e.getCause().getMessage()).replaceFirst(".*: ", "");
    }
  }

  private void certify() {
    var name = any(WORKERS);
    var boot = random.nextInt(1, 4);
    get(shell.certify(name, boot));
    memory.certify(name, boot);
    var right = get(reader.certificates(WORKERS));
    assertThat(get(memory.certificates(WORKERS))).isEqualTo(right);
  }

  private void publish(String at) {
    var lead = lead();
    var desired = Map.of("revision", "" + random.nextInt(1, 9), "spec", "{}");
    both(at + " desired", store -> store.putDesired(lead, desired));
    var configs = Map.of("c1", "text " + random.nextInt(3));
    both(at + " configs", store -> store.putConfigs(lead, configs));
    var why = Map.of("a/0", chance(0.5) ? "" : "FAILED 1 x", "a/1", "NO_ROOM 2 y");
    var whole = chance(0.3);
    both(at + " why", store -> store.putWhy(lead, why, whole));
    if (chance(0.3)) {
      both(at + " clean", store -> store.markClean(lead));
    }
    var revision = random.nextInt(9);
    assertThat(get(memory.desiredAfter(revision)))
        .as(at)
        .isEqualTo(get(worker.desiredAfter(revision)));
    assertThat(get(memory.config("c1"))).as(at).isEqualTo(get(worker.config("c1")));
  }

  private void forget(String at) {
    var lead = lead();
    var name = any(WORKERS);
    var beat = chance(0.7) ? get(reader.beats()).getOrDefault(name, "") : "9 9 9 9";
    if (chance(0.4)) {
      both(at + " forget", store -> store.forget(lead, name, beat));
    }
  }

  private void sameState(String at) {
    assertThat(get(memory.specs())).as(at).isEqualTo(new TreeMap<>(get(reader.specs())));
    assertThat(get(memory.beats())).as(at).isEqualTo(get(reader.beats()));
    assertThat(get(memory.reports(WORKERS))).as(at).isEqualTo(get(reader.reports(WORKERS)));
    assertThat(memory.state().why()).as(at).isEqualTo(get(reader.why()));
    var events = get(reader.eventsAfter("0", 100_000));
    assertThat(memory.state().events()).as(at).hasSameSizeAs(events);
    for (var i = 0; i < events.size(); i++) {
      var right = events.get(i);
      var twin = memory.state().events().get(i);
      assertThat(
              List.of(
                  twin.slot() + "",
                  twin.gen().value(),
                  twin.epoch(),
                  twin.from(),
                  twin.to().map(to -> to.state().name()).orElse("NONE")))
          .as(at)
          .isEqualTo(List.of(right.slot(), right.gen(), right.epoch(), right.from(), right.to()));
    }
  }
}
