package io.fleet.testkit.sim;

import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One durable snapshot for all masters, on a disk that fails now and then. */
final class SimSnapshots {
  private final Engine engine;
  private Snapshot durable = Snapshot.empty();
  private long version;
  private long failsUntil;

  SimSnapshots(Engine engine) {
    this.engine = engine;
  }

  /** Reads and writes fail until then; a write may have happened all the same. */
  void fail(long until) {
    failsUntil = Math.max(failsUntil, until);
  }

  /** What is on the disk. */
  Snapshot durable() {
    return durable;
  }

  /** A master's own store over it. */
  SnapshotStore open() {
    return new View();
  }

  private final class View implements SnapshotStore {
    private long basis;

    @Override
    public Snapshot load() {
      if (engine.now() < failsUntil) {
        throw new UncheckedIOException(new IOException("the disk does not answer"));
      }
      basis = version;
      return durable;
    }

    @Override
    public boolean commit(Snapshot next, long expectedEpoch) {
      var fails = engine.now() < failsUntil;
      if (fails && engine.chance(0.5)) {
        throw new UncheckedIOException(new IOException("the disk is full"));
      }
      if (!sameEpoch(expectedEpoch) || !fresh()) {
        return false;
      }
      durable = next;
      basis = ++version;
      if (fails) {
        throw new UncheckedIOException(new IOException("written, but nobody was told"));
      }
      return true;
    }

    private boolean sameEpoch(long expected) {
      return durable.epoch() == expected;
    }

    private boolean fresh() {
      return basis == version;
    }

    @Override
    public void close() {}
  }
}
