package io.fleet.snapshot;

import java.util.List;
import java.util.Map;

/**
 * The durable state of a fleet.
 *
 * @param epoch the highest epoch ever begun
 * @param revision counts the applied states; 0 before the first
 * @param spec the desired state as JSON; empty before the first apply
 * @param hash of the spec
 * @param actor who applied it
 * @param atMillis when
 * @param workers every worker that may be running something
 * @since 0.1
 */
public record Snapshot(
    long epoch,
    long revision,
    String spec,
    String hash,
    String actor,
    long atMillis,
    List<String> workers) {
  public Snapshot {
    workers = List.copyOf(workers);
  }

  /** Before anything was done. */
  public static Snapshot empty() {
    return new Snapshot(0, 0, "", "", "", 0, List.of());
  }

  /** The same in a new epoch. */
  public Snapshot withEpoch(long next) {
    return new Snapshot(next, revision, spec, hash, actor, atMillis, workers);
  }

  /** The same with other workers. */
  public Snapshot withWorkers(List<String> known) {
    return new Snapshot(epoch, revision, spec, hash, actor, atMillis, known);
  }

  /**
   * The same with the state of a later revision, as Redis shows it: {@code spec, hash, actor, at}.
   */
  public Snapshot withPublished(long later, Map<String, String> state) {
    return new Snapshot(
        epoch,
        later,
        state.getOrDefault("spec", ""),
        state.getOrDefault("hash", ""),
        state.getOrDefault("actor", ""),
        Long.parseLong(state.getOrDefault("at", "0")),
        workers);
  }

  /** The same with a new desired state. */
  public Snapshot withSpec(String next, String nextHash, String by, long millis) {
    return new Snapshot(epoch, revision + 1, next, nextHash, by, millis, workers);
  }
}
