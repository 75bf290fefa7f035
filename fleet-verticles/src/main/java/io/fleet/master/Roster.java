package io.fleet.master;

import io.fleet.config.Failover;
import io.fleet.reconcile.WorkerView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which workers count: those that may be running something, and those that have gone for good.
 * Values in, values out.
 *
 * @param workers all that are seen or named
 * @param holders who holds a slot
 * @param failover how long silence may last
 */
record Roster(Map<String, WorkerView> workers, Set<String> holders, Failover failover) {
  /** Names of those that may be running something, in order, and of those that must stay known. */
  List<String> known(Collection<String> stay) {
    var known = new TreeSet<>(stay);
    for (var worker : workers.values()) {
      var dead =
          worker.silentMillis() >= failover.deadAfter().toMillis()
              || worker.boot() <= worker.certificate();
      if (holders.contains(worker.name()) || !dead) {
        known.add(worker.name());
      }
    }
    return List.copyOf(known);
  }

  /**
   * All of them, but those that are not in the snapshot with no room: when it cannot be written,
   * they must not be given a slot, while everything else goes on.
   */
  Map<String, WorkerView> withoutRoomForStrangers(Collection<String> inSnapshot) {
    var all = new TreeMap<>(workers);
    all.replaceAll((name, worker) -> inSnapshot.contains(name) ? worker : worker.withCapacity(0));
    return all;
  }

  /** One that said good-bye, is quiet since, and neither holds nor shows anything. */
  Optional<WorkerView> gone() {
    var quiet = 2 * failover.heartbeat().toMillis();
    return workers.values().stream()
        .filter(worker -> worker.leaving() && !worker.beat().isEmpty())
        .filter(worker -> worker.silentMillis() > quiet && !holders.contains(worker.name()))
        .filter(worker -> worker.slots().values().stream().noneMatch(said -> said.phase().living()))
        .findFirst();
  }
}
