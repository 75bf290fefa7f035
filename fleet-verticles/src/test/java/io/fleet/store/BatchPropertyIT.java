package io.fleet.store;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.redis.Keys;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.testkit.Redises;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Random batches of moves on a real Redis, beside the same moves one by one in memory. */
@ParameterizedClass
@EnumSource
final class BatchPropertyIT {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int SLOTS = 450;

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final String told = "-Dfleet.seed=" + seed;
  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final LeaderStore store;
  private final FleetReader reader;
  private final Leadership lead;
  private final Map<SlotId, SlotSpec> records = new TreeMap<>();
  private int step;

  BatchPropertyIT(Redises.Kind kind, @TempDir Path dir) {
    redis = Redises.start(kind, dir);
    store = new RedisLeaderStore(redis.link, keys);
    reader = new FleetReader(redis.link, keys);
    get(store.acquire("t1", LEASE));
    lead = new Leadership("t1", 5, get(store.init("t1", 5)).runId());
  }

  @AfterEach
  void end() {
    redis.close();
  }

  /** Moves of many slots, some twice, some on a ground that is no longer so. */
  private List<Transition> batch(int size) {
    var moves = new ArrayList<Transition>();
    for (var i = 0; i < size; i++) {
      step++;
      var slot = new SlotId(random.nextInt(3) == 0 ? "a" : "b", random.nextInt(SLOTS));
      var from = records.getOrDefault(slot, SlotSpec.none(slot));
      var states = List.copyOf(from.state().moves());
      var state = states.get(random.nextInt(states.size()));
      var owned = state.owned();
      var to =
          new SlotSpec(
              slot,
              Generation.of(5, step),
              state,
              owned ? "w" + random.nextInt(4) : "",
              owned ? step : 0,
              "c" + step,
              5,
              Reason.STARTED,
              step,
              step * 2L,
              step % 4,
              "step " + step);
      moves.add(
          random.nextInt(5) == 0
              ? Transition.voluntary(from, to, 30, random.nextInt(35))
              : Transition.of(from, to));
      if (random.nextInt(10) == 0) {
        moves.add(moves.getLast());
      }
    }
    return moves;
  }

  /** What the guard must say, one move after the other. */
  private List<Verdict> expect(List<Transition> moves) {
    var verdicts = new ArrayList<Verdict>();
    for (var move : moves) {
      var slot = move.from().slot();
      var present = records.getOrDefault(slot, SlotSpec.none(slot));
      var running =
          records.values().stream()
              .filter(spec -> spec.slot().automation().equals(slot.automation()))
              .filter(spec -> spec.state() == SlotState.RUNNING)
              .count();
      if (!present.gen().equals(move.from().gen())
          || present.recorded() != move.from().recorded()
          || present.state() != move.from().state()) {
        verdicts.add(Verdict.STALE);
      } else if (move.maxUnavailable() >= 0 && move.desired() - running >= move.maxUnavailable()) {
        verdicts.add(Verdict.BUDGET);
      } else {
        verdicts.add(Verdict.OK);
        records.put(slot, move.to());
      }
    }
    return verdicts;
  }

  private Map<String, String> all() {
    var dump = new HashMap<String, String>();
    for (var key : get(redis.link.send(Command.KEYS, "*"))) {
      var name = key.toString();
      // Sets have no order of their own, and their encoding remembers what they once held.
      dump.put(
          name,
          redis.ask(Command.TYPE, name).equals("set")
              ? new TreeSet<>(
                      get(redis.link.send(Command.SMEMBERS, name)).stream()
                          .map(Object::toString)
                          .toList())
                  .toString()
              : redis.ask(Command.DUMP, name));
    }
    return dump;
  }

  @Test
  void a_batch_says_and_does_what_its_moves_would_one_by_one_and_twice_is_once() {
    for (var round = 0; round < 12; round++) {
      var moves = batch(random.nextInt(1, 900));
      var expected = expect(moves);
      assertThat(get(store.move(lead, moves))).as(told).isEqualTo(expected);
      var once = all();
      get(store.move(lead, moves.stream().filter(BatchPropertyIT::forced).toList()));
      assertThat(all()).as(told).isEqualTo(once);
    }
    assertThat(get(reader.specs())).as(told).isEqualTo(records);
    theSetsFollowFromTheRecords();
    theEventLogReplayedGivesTheRecords();
  }

  /** What a budget refused may be allowed when it is asked again. */
  private static boolean forced(Transition move) {
    return move.maxUnavailable() < 0;
  }

  private void theSetsFollowFromTheRecords() {
    var sets = new TreeMap<String, TreeSet<String>>();
    records.forEach(
        (slot, spec) -> {
          var name = slot.toString();
          sets.computeIfAbsent(keys.slots(), key -> new TreeSet<>()).add(name);
          if (spec.state() == SlotState.RUNNING) {
            sets.computeIfAbsent(keys.running(slot.automation()), key -> new TreeSet<>()).add(name);
          }
          if (!spec.worker().isEmpty()) {
            sets.computeIfAbsent(keys.of(spec.worker()), key -> new TreeSet<>()).add(name);
          }
        });
    var found = new TreeMap<String, TreeSet<String>>();
    for (var key : get(redis.link.send(Command.KEYS, "*"))) {
      if (redis.ask(Command.TYPE, key.toString()).equals("set")) {
        found.put(
            key.toString(),
            new TreeSet<>(
                get(redis.link.send(Command.SMEMBERS, key.toString())).stream()
                    .map(Object::toString)
                    .toList()));
      }
    }
    assertThat(found).as(told).isEqualTo(sets);
  }

  private void theEventLogReplayedGivesTheRecords() {
    var replayed = new TreeMap<SlotId, String>();
    for (var event : get(reader.eventsAfter("0", 100_000))) {
      var slot = SlotId.of(event.slot());
      var before = replayed.getOrDefault(slot, "NONE");
      assertThat(event.from()).as(told).isEqualTo(before.split(" ")[0]);
      replayed.put(slot, event.to() + " " + event.gen() + " " + event.worker() + event.boot());
    }
    var present = new TreeMap<SlotId, String>();
    records.forEach(
        (slot, spec) ->
            present.put(
                slot, spec.state() + " " + spec.gen().value() + " " + spec.worker() + spec.boot()));
    assertThat(replayed).as(told).isEqualTo(present);
  }

  @Test
  void a_fenced_batch_writes_nothing_at_all() {
    get(store.move(lead, batch(300)));
    var before = all();
    var moves = batch(700);
    for (var other :
        List.of(
            new Leadership("t2", 5, lead.runId()),
            new Leadership("t1", 4, lead.runId()),
            new Leadership("t1", 5, "0".repeat(40)))) {
      assertThat(new HashSet<>(get(store.move(other, moves)))).containsExactly(Verdict.FENCED);
      assertThat(get(store.move(other, moves))).hasSameSizeAs(moves);
    }
    assertThat(all()).as(told).isEqualTo(before);
  }

  @Test
  void many_records_are_removed_in_one_call_and_owned_ones_stay_when_they_moved() {
    var slots = new ArrayList<SlotSpec>();
    for (var i = 0; i < 350; i++) {
      var slot = new SlotId("a", i);
      var free =
          new SlotSpec(
              slot,
              Generation.of(5, i + 1),
              SlotState.PAUSED,
              "",
              0,
              "c",
              5,
              Reason.PAUSED_BY,
              1,
              0,
              0,
              "");
      slots.add(free);
    }
    get(
        store.move(
            lead, slots.stream().map(s -> Transition.of(SlotSpec.none(s.slot()), s)).toList()));
    var moved = slots.get(7).freed(SlotState.FREE, Reason.CONFIG_APPLIED, 2);
    get(store.move(lead, List.of(Transition.of(slots.get(7), moved))));
    var verdicts = get(store.remove(lead, slots, 99));
    assertThat(verdicts).hasSize(350);
    assertThat(verdicts.get(7)).isEqualTo(Verdict.STALE);
    assertThat(verdicts.stream().filter(v -> v == Verdict.OK)).hasSize(349);
    assertThat(get(reader.specs())).isEqualTo(Map.of(moved.slot(), moved));
    var once = all();
    assertThat(get(store.remove(lead, slots, 99))).containsOnly(Verdict.STALE);
    assertThat(all()).isEqualTo(once);
  }
}
