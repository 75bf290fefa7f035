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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The leader's scripts on a real Redis: guarded, and twice is once. */
@ParameterizedClass
@EnumSource
final class LeaderStoreIT {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final SlotId SLOT = SlotId.of("a/0");

  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final LeaderStore store;
  private final FleetReader reader;
  private final Leadership lead;

  LeaderStoreIT(Redises.Kind kind, @TempDir Path dir) {
    redis = Redises.start(kind, dir);
    store = new RedisLeaderStore(redis.link, keys);
    reader = new FleetReader(redis.link, keys);
    lead = lead("t1", 5);
  }

  @AfterEach
  void end() {
    redis.close();
  }

  private Leadership lead(String token, long epoch) {
    get(store.acquire(token, LEASE));
    return new Leadership(token, epoch, get(store.init(token, epoch)).runId());
  }

  private static SlotSpec spec(SlotState state, int n, String worker) {
    return new SlotSpec(
        SLOT,
        Generation.of(5, n),
        state,
        worker,
        worker.isEmpty() ? 0 : 77,
        "c1",
        5,
        Reason.SCALED_UP,
        1_000 + n,
        9,
        2,
        "said so: \"boom\"");
  }

  private static final SlotSpec NONE = SlotSpec.none(SLOT);
  private static final SlotSpec ASSIGNED = spec(SlotState.ASSIGNED, 1, "w1");
  private static final SlotSpec RUNNING = spec(SlotState.RUNNING, 1, "w1");
  private static final SlotSpec FREE = spec(SlotState.FREE, 1, "");

  private Verdict move(Leadership as, Transition move) {
    return get(store.move(as, List.of(move))).getFirst();
  }

  private Verdict move(SlotSpec from, SlotSpec to) {
    return move(lead, Transition.of(from, to));
  }

  private long events() {
    return get(reader.eventsAfter("0", 1_000)).size();
  }

  /** Everything that Redis holds but the lease's rest. */
  private Map<String, String> all() {
    var dump = new HashMap<String, String>();
    for (var key : get(redis.link.send(Command.KEYS, "*"))) {
      dump.put(key.toString(), get(redis.link.send(Command.DUMP, key.toString())).toString());
    }
    return dump;
  }

  @Test
  void a_move_writes_record_sets_and_event_in_one_step() {
    assertThat(move(NONE, ASSIGNED)).isEqualTo(Verdict.OK);
    assertThat(get(reader.specs())).isEqualTo(Map.of(SLOT, ASSIGNED));
    assertThat(redis.ask(Command.SISMEMBER, keys.of("w1"), "a/0")).isEqualTo("1");
    assertThat(redis.ask(Command.SISMEMBER, keys.running("a"), "a/0")).isEqualTo("0");
    move(ASSIGNED, RUNNING);
    assertThat(redis.ask(Command.SISMEMBER, keys.running("a"), "a/0")).isEqualTo("1");
    assertThat(redis.ask(Command.SISMEMBER, keys.of("w1"), "a/0")).isEqualTo("1");
    move(RUNNING, FREE);
    assertThat(redis.ask(Command.EXISTS, keys.running("a"))).isEqualTo("0");
    assertThat(redis.ask(Command.EXISTS, keys.of("w1"))).isEqualTo("0");
    assertThat(get(reader.eventsAfter("0", 10)))
        .extracting(e -> e.from() + ">" + e.to() + " " + e.gen() + " " + e.cause())
        .containsExactly(
            "NONE>ASSIGNED " + ASSIGNED.gen().value() + " SCALED_UP",
            "ASSIGNED>RUNNING " + ASSIGNED.gen().value() + " SCALED_UP",
            "RUNNING>FREE " + ASSIGNED.gen().value() + " SCALED_UP");
  }

  @Test
  void a_move_that_runs_twice_has_run_once() {
    move(NONE, ASSIGNED);
    var once = all();
    assertThat(move(NONE, ASSIGNED)).isEqualTo(Verdict.STALE);
    assertThat(all()).isEqualTo(once);
  }

  @Test
  void a_move_by_another_token_epoch_or_run_writes_nothing() {
    var before = all();
    for (var other :
        List.of(
            new Leadership("t2", lead.epoch(), lead.runId()),
            new Leadership("t1", 4, lead.runId()),
            new Leadership("t1", 6, lead.runId()),
            new Leadership("t1", 5, "0".repeat(40)))) {
      assertThat(move(other, Transition.of(NONE, ASSIGNED))).isEqualTo(Verdict.FENCED);
      assertThat(get(store.putDesired(other, Map.of("a", "b")))).isEqualTo(Verdict.FENCED);
      assertThat(get(store.putWhy(other, Map.of("a", "b"), true))).isEqualTo(Verdict.FENCED);
      assertThat(get(store.putConfigs(other, Map.of("h", "x")))).containsExactly(Verdict.FENCED);
      assertThat(get(store.remove(other, List.of(FREE), 1))).containsExactly(Verdict.FENCED);
      assertThat(get(store.forget(other, "w1", ""))).isEqualTo(Verdict.FENCED);
      assertThat(get(store.markClean(other))).isEqualTo(Verdict.FENCED);
      assertThat(get(store.renew(other, LEASE))).isEqualTo(Verdict.FENCED);
    }
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void a_leader_whose_lease_is_gone_or_whose_redis_was_emptied_is_fenced() {
    redis.ask(Command.DEL, keys.leader());
    assertThat(move(NONE, ASSIGNED)).isEqualTo(Verdict.FENCED);
    lead("t1", 5);
    redis.ask(Command.FLUSHALL);
    assertThat(get(store.renew(lead, LEASE))).isEqualTo(Verdict.FENCED);
    assertThat(move(NONE, ASSIGNED)).isEqualTo(Verdict.FENCED);
    assertThat(all()).isEmpty();
  }

  @Test
  void another_generation_or_state_than_expected_is_stale() {
    move(NONE, ASSIGNED);
    var before = all();
    assertThat(move(spec(SlotState.ASSIGNED, 2, "w1"), spec(SlotState.RUNNING, 2, "w1")))
        .isEqualTo(Verdict.STALE);
    assertThat(move(RUNNING, FREE)).isEqualTo(Verdict.STALE);
    assertThat(get(store.remove(lead, List.of(FREE), 1))).containsExactly(Verdict.STALE);
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void a_judged_worker_that_beat_again_keeps_its_slot() {
    move(NONE, ASSIGNED);
    redis.ask(Command.HSET, keys.beats(), "w1", "77 4 1 5");
    var lost = Transition.judging(ASSIGNED, FREE, "w1", "77 3 1 5");
    assertThat(move(lead, lost)).isEqualTo(Verdict.ALIVE);
    assertThat(move(lead, Transition.judging(ASSIGNED, FREE, "w1", ""))).isEqualTo(Verdict.ALIVE);
    assertThat(events()).isEqualTo(1);
    assertThat(move(lead, Transition.judging(ASSIGNED, FREE, "w1", "77 4 1 5")))
        .isEqualTo(Verdict.OK);
  }

  @Test
  void a_judged_worker_that_never_beat_may_be_judged_without_a_beat() {
    move(NONE, ASSIGNED);
    assertThat(move(lead, Transition.judging(ASSIGNED, FREE, "w1", ""))).isEqualTo(Verdict.OK);
  }

  @Test
  void the_budget_is_counted_again_in_the_script() {
    move(NONE, ASSIGNED);
    move(ASSIGNED, RUNNING);
    var draining = spec(SlotState.DRAINING, 1, "w1");
    assertThat(move(lead, Transition.voluntary(RUNNING, draining, 2, 1))).isEqualTo(Verdict.BUDGET);
    assertThat(events()).isEqualTo(2);
    assertThat(move(lead, Transition.voluntary(RUNNING, draining, 1, 1))).isEqualTo(Verdict.OK);
  }

  @Test
  void of_many_moves_in_one_call_each_has_its_own_verdict_in_order() {
    var verdicts =
        get(
            store.move(
                lead,
                List.of(
                    Transition.of(NONE, ASSIGNED),
                    Transition.of(NONE, ASSIGNED),
                    Transition.of(ASSIGNED, RUNNING))));
    assertThat(verdicts).containsExactly(Verdict.OK, Verdict.STALE, Verdict.OK);
  }

  @Test
  void a_removed_record_is_gone_with_an_event_and_removing_it_again_does_nothing() {
    move(NONE, ASSIGNED);
    move(ASSIGNED, FREE);
    assertThat(get(store.remove(lead, List.of(FREE), 99))).containsExactly(Verdict.OK);
    assertThat(get(reader.specs())).isEmpty();
    assertThat(get(reader.lastEvents(1)).getFirst().to()).isEqualTo("NONE");
    assertThat(get(reader.lastEvents(1)).getFirst().atMillis()).isEqualTo(99);
    assertThat(get(store.remove(lead, List.of(FREE), 99))).containsExactly(Verdict.STALE);
    assertThat(events()).isEqualTo(3);
  }

  @Test
  void only_one_takes_the_lease_and_taking_it_again_keeps_it() {
    assertThat(get(store.acquire("t2", LEASE)).held()).isTrue();
    assertThat(get(store.acquire("t1", LEASE)).held()).isFalse();
    get(store.resign("t2"));
    assertThat(redis.ask(Command.GET, keys.leader())).isEqualTo("t1");
    get(store.resign("t1"));
    get(store.resign("t1"));
    assertThat(get(store.acquire("t2", LEASE)).held()).isFalse();
  }

  @Test
  void whoever_takes_the_lease_hears_of_the_highest_epoch_that_anybody_saw() {
    assertThat(get(store.acquire("t1", LEASE)).highestEpoch()).isEqualTo(5);
    redis.ask(Command.HSET, keys.beats(), "w1", "77 4 1 41", "w2", "78 4 1 9");
    assertThat(get(store.acquire("t1", LEASE)).highestEpoch()).isEqualTo(41);
  }

  @Test
  void an_epoch_begins_only_under_the_lease_and_never_below_a_higher_one() {
    assertThat(get(store.init("t2", 9)).outcome()).isEqualTo("LOST");
    assertThat(get(store.init("t1", 4)).outcome()).isEqualTo("LOWER");
    assertThat(get(reader.meta())).containsEntry("epoch", "5");
    assertThat(get(store.init("t1", 6)).outcome()).isEqualTo("OK");
    assertThat(get(store.init("t1", 6)).outcome()).isEqualTo("OK");
  }

  @Test
  void a_run_of_redis_is_clean_only_after_a_barrier_has_ended_in_it() {
    assertThat(get(store.init("t1", 5)).clean()).isFalse();
    assertThat(get(store.markClean(lead))).isEqualTo(Verdict.OK);
    assertThat(get(store.init("t1", 6)).clean()).isTrue();
    redis.ask(Command.HSET, keys.meta(), "cleanRunId", "another");
    assertThat(get(store.init("t1", 7)).clean()).isFalse();
  }

  @Test
  void desired_replaces_and_why_adds_and_an_empty_text_removes() {
    get(store.putDesired(lead, Map.of("revision", "1", "old", "x")));
    get(store.putDesired(lead, Map.of("revision", "2")));
    assertThat(get(reader.desired())).isEqualTo(Map.of("revision", "2"));
    get(store.putWhy(lead, Map.of("a/0", "X", "a/1", "Y"), true));
    get(store.putWhy(lead, Map.of("a/1", "", "a/2", "Z"), false));
    assertThat(get(reader.why())).isEqualTo(Map.of("a/0", "X", "a/2", "Z"));
    get(store.putWhy(lead, Map.of(), false));
    assertThat(get(reader.why())).hasSize(2);
    get(store.putWhy(lead, Map.of(), true));
    assertThat(get(reader.why())).isEmpty();
  }

  @Test
  void configs_are_found_by_their_hash() {
    assertThat(get(store.putConfigs(lead, Map.of("h1", "{}", "h2", "{\"a\":1}"))))
        .containsExactly(Verdict.OK, Verdict.OK);
    assertThat(get(new RedisWorkerStore(redis.link, keys).config("h2"))).contains("{\"a\":1}");
    assertThat(get(new RedisWorkerStore(redis.link, keys).config("h3"))).isEmpty();
  }

  @Test
  void a_worker_that_beats_again_is_not_forgotten() {
    redis.ask(Command.HSET, keys.beats(), "w1", "77 4 1 5");
    redis.ask(Command.HSET, keys.report("w1"), "boot", "77");
    assertThat(get(store.forget(lead, "w1", "77 3 1 5"))).isEqualTo(Verdict.ALIVE);
    assertThat(get(reader.beats())).containsKey("w1");
    assertThat(get(store.forget(lead, "w1", "77 4 1 5"))).isEqualTo(Verdict.OK);
    assertThat(redis.ask(Command.EXISTS, keys.beats(), keys.report("w1"))).isEqualTo("0");
    assertThat(get(store.forget(lead, "w1", "77 4 1 5"))).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void the_event_log_replayed_is_what_the_records_say() {
    var seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
    var random = new SplittableRandom(seed);
    var records = new HashMap<SlotId, SlotSpec>();
    for (var step = 1; step <= 300; step++) {
      var slot = SlotId.of("a/" + random.nextInt(5));
      var from = records.getOrDefault(slot, SlotSpec.none(slot));
      if (from.recorded() && !from.state().owned() && random.nextInt(4) == 0) {
        get(store.remove(lead, List.of(from), step));
        records.remove(slot);
        continue;
      }
      var moves = List.copyOf(from.state().moves());
      var to = next(from, moves.get(random.nextInt(moves.size())), step);
      if (move(from, to) == Verdict.OK) {
        records.put(slot, to);
      }
    }
    var replayed = new HashMap<SlotId, SlotSpec>();
    for (var event : get(reader.eventsAfter("0", 1_000))) {
      var slot = SlotId.of(event.slot());
      assertThat(event.from())
          .as("-Dfleet.seed=" + seed)
          .isEqualTo(replayed.containsKey(slot) ? replayed.get(slot).state().name() : "NONE");
      if ("NONE".equals(event.to())) {
        replayed.remove(slot);
      } else {
        replayed.put(slot, read(event));
      }
    }
    assertThat(replayed).as("-Dfleet.seed=" + seed).isEqualTo(records);
    assertThat(get(reader.specs())).as("-Dfleet.seed=" + seed).isEqualTo(records);
  }

  private static SlotSpec next(SlotSpec from, SlotState state, int step) {
    var owned = state.owned();
    return new SlotSpec(
        from.slot(),
        Generation.of(5, step),
        state,
        owned ? "w" + step % 3 : "",
        owned ? step : 0,
        "c" + step,
        5,
        step % 2 == 0 ? Reason.STARTED : Reason.DRAIN,
        step,
        step * 2L,
        step % 4,
        "step " + step);
  }

  private static SlotSpec read(SlotEvent event) {
    return new SlotSpec(
        SlotId.of(event.slot()),
        new Generation(event.gen()),
        SlotState.valueOf(event.to()),
        event.worker(),
        event.boot(),
        event.cfg(),
        event.epoch(),
        Reason.valueOf(event.cause()),
        event.atMillis(),
        event.untilMillis(),
        event.failures(),
        event.detail());
  }
}
