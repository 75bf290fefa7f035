package io.fleet.testkit.sim;

import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.MemoryStore;
import io.fleet.store.WorkerStore;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where a wrong variant of the protocol may be put in, to see that the checker catches it. The
 * right protocol changes nothing.
 *
 * @param leader around the leader's writes
 * @param reader around what a leader sees
 * @param worker around a worker's store
 * @param snapshot the snapshot of a master, given its name and the shared one
 * @param wrong wrong habits of shell, boot number and worker start
 */
record Tweaks(
    BiFunction<LeaderStore, MemoryStore, LeaderStore> leader,
    BiFunction<LeaderReader, MemoryStore, LeaderReader> reader,
    Function<WorkerStore, WorkerStore> worker,
    BiFunction<String, SnapshotStore, SnapshotStore> snapshot,
    Set<Wrong> wrong) {
  /** A wrong habit of the world around the core. */
  enum Wrong {
    NO_CLEANUP_BEFORE_REGISTERING,
    CERTIFICATE_BEFORE_THE_TREE_IS_GONE,
    CERTIFICATE_OF_THE_PRESENT_BOOT,
    UNORDERED_BOOTS,
    BOOT_BY_WALL_CLOCK_ONLY,
    BOOT_WITHOUT_RANDOM_BITS,
    NO_HALT
  }

  static Tweaks none() {
    return new Tweaks(
        (store, memory) -> store,
        (reader, memory) -> reader,
        store -> store,
        (master, shared) -> shared,
        Set.of());
  }

  Tweaks with(Wrong... habits) {
    return new Tweaks(leader, reader, worker, snapshot, Set.of(habits));
  }

  Tweaks withLeader(BiFunction<LeaderStore, MemoryStore, LeaderStore> other) {
    return new Tweaks(other, reader, worker, snapshot, wrong);
  }

  Tweaks withReader(BiFunction<LeaderReader, MemoryStore, LeaderReader> other) {
    return new Tweaks(leader, other, worker, snapshot, wrong);
  }

  Tweaks withWorker(Function<WorkerStore, WorkerStore> other) {
    return new Tweaks(leader, reader, other, snapshot, wrong);
  }

  Tweaks withSnapshot(BiFunction<String, SnapshotStore, SnapshotStore> other) {
    return new Tweaks(leader, reader, worker, other, wrong);
  }

  boolean has(Wrong habit) {
    return wrong.contains(habit);
  }
}
