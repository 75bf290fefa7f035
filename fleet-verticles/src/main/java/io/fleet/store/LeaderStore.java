package io.fleet.store;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that only the leader writes. Each write carries the guard, and the answer says whether
 * it happened; a failed future means that it may have happened. Thread-safe; used by {@code master}
 * alone.
 *
 * @since 0.1
 */
public interface LeaderStore {
  /**
   * The answer to {@link #acquire}.
   *
   * @param held whether somebody else leads
   * @param highestEpoch the highest epoch that Redis or any worker has seen
   */
  record Acquired(boolean held, long highestEpoch) {}

  /**
   * The answer to {@link #init}.
   *
   * @param outcome {@code OK}, {@code LOST} (the lease is somebody else's) or {@code LOWER} (a
   *     higher epoch was here)
   * @param runId of the server
   * @param clean whether this very run of Redis has been taken over before, so that its records may
   *     be believed
   */
  record Begun(String outcome, String runId, boolean clean) {}

  /** Takes the leader lease if nobody has it. */
  Future<Acquired> acquire(String token, Duration lease);

  /** Begins an epoch; it must be durable in the snapshot. */
  Future<Begun> init(String token, long epoch);

  /** Prolongs the lease. */
  Future<Verdict> renew(Leadership lead, Duration lease);

  /** Gives the lease back at once, so that a standby need not wait for its end. */
  Future<Void> resign(String token);

  /** Moves slots, in order; one verdict each. */
  Future<List<Verdict>> move(Leadership lead, List<Transition> moves);

  /** Removes the records of ownerless slots. */
  Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis);

  /**
   * Says that the barrier of this run of Redis is over: its records may be believed from now on.
   */
  Future<Verdict> markClean(Leadership lead);

  /** Publishes the desired state; the snapshot must have it already. */
  Future<Verdict> putDesired(Leadership lead, Map<String, String> desired);

  /** Publishes what operators have ordered; the snapshot must have it already. */
  Future<Verdict> putIntents(Leadership lead, Map<String, String> intents);

  /** Says which workers take no slots, and whether the brake is on. */
  Future<Verdict> putStandings(Leadership lead, Map<String, String> standings);

  /** Says why slots are as they are; an empty text removes a slot's line. */
  Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace);

  /** Puts configs, each under the hash of its content. */
  Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash);

  /** Drops what is known of a worker that said good-bye. */
  Future<Verdict> forget(Leadership lead, String worker, String beat);
}
