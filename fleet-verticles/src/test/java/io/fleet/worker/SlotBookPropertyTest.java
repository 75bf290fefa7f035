package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever Redis answers, in whatever order: no generation starts twice, none starts over. */
final class SlotBookPropertyTest {
  private static final int HISTORIES = 500;

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private final SplittableRandom random = new SplittableRandom(seed);

  private WorkerSpec spec() {
    if (random.nextInt(8) == 0) {
      return new WorkerSpec(slot(), 0, "", "", 0, "");
    }
    var state = any(SlotState.values());
    var gen = Generation.of(random.nextInt(1, 4), random.nextInt(1, 6)).value();
    return state.owned()
        ? new WorkerSpec(
            slot(),
            gen,
            state.name(),
            random.nextInt(4) == 0 ? "w2" : "w1",
            random.nextInt(4) == 0 ? 1 : 2,
            "c")
        : new WorkerSpec(slot(), gen, state.name(), "", 0, "");
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String slot() {
    return "a/" + random.nextInt(2);
  }

  @Test
  void no_generation_starts_twice_and_none_beside_a_living_one() {
    for (var history = 0; history < HISTORIES; history++) {
      var told = "-Dfleet.seed=" + seed + " history " + history;
      var book = new SlotBook("w1", 2, InstantSource.fixed(Instant.EPOCH));
      var starts = new HashSet<String>();
      var highest = new HashMap<String, Long>();
      for (var step = 0; step < 60; step++) {
        var living =
            book.reports().stream().filter(r -> r.phase().living()).map(r -> r.slot()).toList();
        var reply =
            new Heard(random.nextInt(1, 4), random.nextInt(5) > 0, "r", List.of(spec(), spec()));
        var orders = book.hear(reply, random.nextInt(6) > 0);
        for (var order : orders) {
          if (order instanceof Order.Start(var slot, var gen, var cfg)) {
            assertThat(starts.add(slot + " " + gen)).as(told).isTrue();
            assertThat(gen).as(told).isGreaterThan(highest.getOrDefault(slot, 0L));
            assertThat(living).as(told).doesNotContain(slot);
            assertThat(reply.adopted()).as(told).isTrue();
            assertThat(new Generation(gen).epoch()).as(told).isEqualTo(reply.epoch());
            highest.put(slot, gen);
          }
        }
        for (var said : book.reports()) {
          if (said.phase().living() && random.nextInt(4) == 0) {
            book.phase(said.slot(), said.gen(), phase(), "", false);
          }
        }
      }
    }
  }

  private Phase phase() {
    return any(new Phase[] {Phase.RUNNING, Phase.STOPPING, Phase.DONE, Phase.FAILED, Phase.STUCK});
  }

  /** The invariant on which a heartbeat may be answered without the list. */
  @Test
  void hearing_again_what_was_settled_changes_nothing_however_the_phases_went_on() {
    var settled = 0;
    for (var history = 0; history < HISTORIES * 4; history++) {
      var told = "-Dfleet.seed=" + seed + " history " + history;
      var book = new SlotBook("w1", 2, InstantSource.fixed(Instant.EPOCH));
      for (var step = 0; step < 30; step++) {
        var reply = any(new Heard[] {one(), new Heard(2, true, "r", List.of(spec(), spec()))});
        book.hear(reply, random.nextInt(6) > 0);
        if (book.settled(reply)) {
          settled++;
          for (var said : book.reports()) {
            if (said.phase().living() && random.nextInt(3) > 0) {
              book.phase(said.slot(), said.gen(), phase(), "", false);
            }
          }
          var before = book.revision();
          assertThat(book.hear(reply, random.nextBoolean())).as(told).isEmpty();
          assertThat(book.revision()).as(told).isEqualTo(before);
        }
      }
    }
    assertThat(settled).as("-Dfleet.seed=" + seed).isGreaterThan(HISTORIES);
  }

  private Heard one() {
    var gen = Generation.of(2, random.nextInt(1, 6)).value();
    var state = any(new SlotState[] {SlotState.ASSIGNED, SlotState.RUNNING, SlotState.DRAINING});
    var mine = new WorkerSpec("a/0", gen, state.name(), "w1", 2, "c");
    return new Heard(2, random.nextInt(5) > 0, "r", List.of(mine));
  }
}
