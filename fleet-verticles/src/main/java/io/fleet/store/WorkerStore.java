package io.fleet.store;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.Report;
import io.fleet.slot.Fence;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that a worker's heartbeat writes, and what a worker reads. Thread-safe; used by {@code
 * worker} alone.
 *
 * @since 0.1
 */
public interface WorkerStore {
  /**
   * Where a batch stands.
   *
   * @param source the id of the source that the cursor belongs to
   * @param cursor where the next page begins
   * @param allRead whether there is no further page
   */
  record BatchState(String source, String cursor, boolean allRead) {}

  /**
   * The desired state.
   *
   * @param revision counts up
   * @param spec as JSON
   */
  record Desired(long revision, String spec) {}

  /**
   * Sends a report and hears what to hold. Never repeat one: the next seq is the retry. Apart from
   * its statistics and its memory, a report of one boot with the same {@code bodyRev} is the same
   * report.
   */
  Future<HeartbeatReply> heartbeat(Report report, Beat beat, Duration lease);

  /**
   * The same, but the list of slots is left out ({@code Heard.unchanged}) when {@code view} is what
   * Redis would answer now. The view of an answer stands for (epoch, run id, last change of any
   * slot that names this worker before or after it) and is empty from a Redis that is not adopted;
   * so it differs after any change that concerns the worker, after a take-over, a loss of Redis and
   * its restart. A worker may send it only when the answer of this view named exactly the slots of
   * its report, each ASSIGNED or RUNNING in the generation that the report has, and given to this
   * very boot: then hearing that answer again would change nothing, however the phases go on. All
   * else (a lost answer, a new boot, a drain, a slot of somebody else) sends the view before that
   * one, or the empty one, and gets the whole list. A store may always answer with the whole list,
   * as this default does.
   */
  default Future<HeartbeatReply> heartbeat(Report report, Beat beat, String view, Duration lease) {
    return heartbeat(report, beat, lease);
  }

  /** The config of a hash, as the leader put it. */
  Future<Optional<String>> config(String hash);

  /** Where a batch stands; all empty before its first page. */
  Future<BatchState> batch(String automation);

  /** Moves a batch on; fails when this generation does not own the slot any more. */
  Future<Void> moveBatch(String automation, Fence fence, BatchState to);

  /**
   * The revision of the desired state and the state itself, as the leader published it; empty
   * before the first apply and when it is not newer than {@code revision}.
   */
  Future<Optional<Desired>> desiredAfter(long revision);
}
