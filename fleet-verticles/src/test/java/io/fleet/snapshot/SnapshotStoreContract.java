package io.fleet.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store promises; run for each of them. */
abstract class SnapshotStoreContract {
  /** Another store of the same place, as another master has it. */
  abstract SnapshotStore another();

  static Snapshot snapshot(long epoch, String spec) {
    return new Snapshot(epoch, epoch * 2, spec, "h", "me", 99, List.of("w1", "w2"));
  }

  static Snapshot first() {
    return snapshot(1, "{\"a\":\"ä\\n🦊'\"}");
  }

  static Snapshot second() {
    return snapshot(2, "{}");
  }

  @Test
  void before_the_first_commit_it_is_empty() {
    assertThat(another().load()).isEqualTo(Snapshot.empty());
  }

  @Test
  void what_was_committed_comes_back_also_to_the_next_process() {
    var one = another();
    assertThat(one.commit(first(), 0)).isTrue();
    assertThat(one.load()).isEqualTo(first());
    assertThat(another().load()).isEqualTo(first());
    assertThat(one.commit(second(), 1)).isTrue();
    assertThat(another().load()).isEqualTo(second());
  }

  @Test
  void a_large_snapshot_comes_back() {
    var large = snapshot(1, "x".repeat(1_100_000));
    assertThat(another().commit(large, 0)).isTrue();
    assertThat(another().load()).isEqualTo(large);
  }

  @Test
  void a_commit_upon_another_epoch_is_refused_and_changes_nothing() {
    var one = another();
    one.commit(first(), 0);
    one.commit(second(), 1);
    for (var expected : List.of(0L, 1L, 3L)) {
      assertThat(another().commit(snapshot(3, ""), expected)).as("upon " + expected).isFalse();
      assertThat(one.commit(snapshot(3, ""), expected)).as("upon " + expected).isFalse();
    }
    assertThat(another().load()).isEqualTo(second());
  }

  @Test
  void a_later_epoch_makes_every_older_commit_fail() {
    var former = another();
    former.load();
    assertThat(former.commit(snapshot(1, "a"), 0)).isTrue();
    var standby = another();
    assertThat(standby.commit(standby.load().withEpoch(2), 1)).isTrue();
    assertThat(former.commit(snapshot(1, "b"), 1)).isFalse();
    assertThat(former.commit(snapshot(1, "b"), 1)).isFalse();
    assertThat(another().load()).isEqualTo(snapshot(1, "a").withEpoch(2));
  }

  @Test
  void an_epoch_that_is_begun_upon_an_old_reading_loses_nothing_of_the_one_before() {
    var leader = another();
    leader.commit(snapshot(1, "a"), 0);
    var standby = another();
    var old = standby.load();
    assertThat(leader.commit(snapshot(1, "b"), 1)).isTrue();
    assertThat(standby.commit(old.withEpoch(2), 1)).isFalse();
    assertThat(another().load()).isEqualTo(snapshot(1, "b"));
    assertThat(standby.commit(standby.load().withEpoch(2), 1)).isTrue();
    assertThat(another().load()).isEqualTo(snapshot(1, "b").withEpoch(2));
  }

  @Test
  void of_many_that_begin_the_same_epoch_at_once_one_does() throws Exception {
    another().commit(snapshot(1, ""), 0);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var epoch = 1L; epoch < 6; epoch++) {
        var from = epoch;
        var won = new AtomicInteger();
        Callable<Integer> contender =
            () -> another().commit(snapshot(from + 1, ""), from) ? won.incrementAndGet() : 0;
        for (var done : threads.invokeAll(java.util.Collections.nCopies(8, contender))) {
          done.get();
        }
        assertThat(won).hasValue(1);
        assertThat(another().load().epoch()).isEqualTo(from + 1);
      }
    }
  }
}
