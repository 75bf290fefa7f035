package io.fleet.master;

import io.fleet.loop.Loop;
import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All of a master but its surroundings: it campaigns, leads and steps down on whatever loop, store
 * and snapshot it is given, real or simulated. Belongs to its loop.
 *
 * @since 0.1
 */
public final class MasterCore {
  private final Election election;

  /**
   * Made on its loop.
   *
   * @param tokens a new one for each campaign, never the same twice
   */
  public MasterCore(
      Loop loop,
      LeaderStore store,
      LeaderReader reader,
      SnapshotStore snapshots,
      Supplier<String> tokens,
      Signals signals,
      MasterMeters meters) {
    this(loop, store, reader, snapshots, Optional.empty(), tokens, signals, meters);
  }

  /**
   * As the other one, with a say in what is done about a lost snapshot.
   *
   * @param rebuild makes it anew; without it no master leads a fleet whose snapshot is gone
   */
  MasterCore(
      Loop loop,
      LeaderStore store,
      LeaderReader reader,
      SnapshotStore snapshots,
      Optional<Rebuild> rebuild,
      Supplier<String> tokens,
      Signals signals,
      MasterMeters meters) {
    var archive = new Archive(loop, snapshots);
    election =
        new Election(
            loop,
            store,
            archive,
            new Origin(rebuild),
            tokens,
            meters,
            (lead, clean, fenced) ->
                new Reign(loop, lead, clean, store, reader, archive, signals, meters, fenced));
  }

  /** Campaigns at once and then regularly. */
  public void start() {
    election.start();
  }

  /** The present leadership, if it is ours and not in doubt. */
  public Optional<Reign> reign() {
    return election.reign();
  }

  /** Why it cannot lead although nobody else does; empty when all is well. From any thread. */
  public Optional<String> complaint() {
    return election.complaint();
  }

  /** Steps down and gives the lease back, so that a standby need not wait. */
  public Future<Void> stop() {
    return election.stop();
  }
}
