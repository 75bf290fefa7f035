package io.fleet.master;

import io.fleet.snapshot.Snapshot;
import io.fleet.store.FleetReader;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desired state from its copy in Redis, and every worker that beats there. A copy, so it may be
 * older than what was lost; the epoch is not taken from it.
 */
final class RedisRebuild implements Rebuild {
  private static final Logger log = LoggerFactory.getLogger(RedisRebuild.class);

  private final FleetReader reader;

  RedisRebuild(FleetReader reader) {
    this.reader = reader;
  }

  @Override
  public Future<Snapshot> snapshot() {
    return reader
        .desired()
        .compose(desired -> reader.beats().map(beats -> from(desired, beats.keySet())))
        .onSuccess(
            made ->
                log.warn(
                    "snapshot rebuilt from redis revision={} hash={} workers={}",
                    made.revision(),
                    made.hash(),
                    made.workers()));
  }

  static Snapshot from(Map<String, String> desired, Collection<String> workers) {
    var known = List.copyOf(new TreeSet<>(workers));
    var spec = desired.getOrDefault("spec", "");
    if (spec.isEmpty()) {
      return Snapshot.empty().withWorkers(known);
    }
    // The revision goes on from where it was, so that nobody takes an old one for a new one.
    return new Snapshot(
        0,
        Long.parseLong(desired.getOrDefault("revision", "1")),
        spec,
        desired.getOrDefault("hash", ""),
        desired.getOrDefault("actor", ""),
        Long.parseLong(desired.getOrDefault("at", "0")),
        known);
  }
}
