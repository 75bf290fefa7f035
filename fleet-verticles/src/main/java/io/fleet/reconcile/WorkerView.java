package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;
import java.util.Map;
import java.util.Optional;

/**
 * What the leader knows of one worker, all of it from Redis and from its own monotonic clock.
 *
 * @param name the worker
 * @param boot of its last beat; 0 when it never beat
 * @param beat that beat's text, to be found unchanged when the worker is judged
 * @param seen the highest epoch it has seen
 * @param silentMillis since the leader last saw a new beat, or since it became the leader
 * @param certificate the highest boot whose processes are certified to have ended
 * @param capacity slots it takes
 * @param labels for placement
 * @param leaving whether it drains and takes nothing more
 * @param compatible whether it speaks our protocol
 * @param slots its last report, by slot
 * @since 0.1
 */
public record WorkerView(
    String name,
    long boot,
    String beat,
    long seen,
    long silentMillis,
    long certificate,
    int capacity,
    Map<String, String> labels,
    boolean leaving,
    boolean compatible,
    Map<String, SlotReport> slots) {
  public WorkerView {
    labels = Map.copyOf(labels);
    slots = Map.copyOf(slots);
  }

  /** A worker that is named by a slot but has never been heard. */
  static WorkerView unknown(String name, long silentMillis) {
    return new WorkerView(name, 0, "", 0, silentMillis, 0, 0, Map.of(), false, true, Map.of());
  }

  /** The same with another number of slots that it takes. */
  public WorkerView withCapacity(int slotsTaken) {
    return new WorkerView(
        name,
        boot,
        beat,
        seen,
        silentMillis,
        certificate,
        slotsTaken,
        labels,
        leaving,
        compatible,
        slots);
  }

  /** What it says of one generation, if it speaks of it. */
  Optional<SlotReport> of(String slot, long gen) {
    var report = slots.get(slot);
    return report != null && report.gen() == gen ? Optional.of(report) : Optional.empty();
  }
}
