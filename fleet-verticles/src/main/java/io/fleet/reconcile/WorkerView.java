package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Code;
import io.fleet.protocol.Intake;
import io.fleet.protocol.SlotReport;
import io.fleet.slot.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param slots its last report, by slot; the same map as long as the report is the same
 * @param host where it runs; empty when there is no report of it
 * @param code the automations whose code it has; null when it cannot tell
 * @param intake whether its host lets it take more, as it says
 * @param standing whether it may have slots
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
    Map<String, SlotReport> slots,
    String host,
    @Nullable List<Code> code,
    Intake intake,
    Standing standing) {
  public WorkerView {
    labels = Map.copyOf(labels);
    slots = Map.copyOf(slots);
    code = code == null ? null : List.copyOf(code);
  }

  /** Open. */
  public WorkerView(
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
      Map<String, SlotReport> slots,
      String host,
      @Nullable List<Code> code) {
    this(
        name,
        boot,
        beat,
        seen,
        silentMillis,
        certificate,
        capacity,
        labels,
        leaving,
        compatible,
        slots,
        host,
        code,
        Intake.UNKNOWN,
        Standing.OPEN);
  }

  /** Without a word on its host. */
  public WorkerView(
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
      Map<String, SlotReport> slots,
      String host,
      @Nullable List<Code> code,
      Standing standing) {
    this(
        name,
        boot,
        beat,
        seen,
        silentMillis,
        certificate,
        capacity,
        labels,
        leaving,
        compatible,
        slots,
        host,
        code,
        Intake.UNKNOWN,
        standing);
  }

  /** Alone on its host, and without a word on its code. */
  public WorkerView(
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
    this(
        name,
        boot,
        beat,
        seen,
        silentMillis,
        certificate,
        capacity,
        labels,
        leaving,
        compatible,
        slots,
        name,
        null);
  }

  /** A worker that is named by a slot but has never been heard. */
  static WorkerView unknown(String name, long silentMillis) {
    return unheard(name, silentMillis, 0);
  }

  /** A worker of which there is no beat, and perhaps a certificate. */
  public static WorkerView unheard(String name, long silentMillis, long certificate) {
    return new WorkerView(
        name, 0, "", 0, silentMillis, certificate, 0, Map.of(), false, true, Map.of(), "", null);
  }

  /** The same worker, standing otherwise. */
  public WorkerView standing(Standing now) {
    return now.equals(standing)
        ? this
        : new WorkerView(
            name,
            boot,
            beat,
            seen,
            silentMillis,
            certificate,
            capacity,
            labels,
            leaving,
            compatible,
            slots,
            host,
            code,
            intake,
            now);
  }

  /** The same worker, whose host says otherwise. */
  public WorkerView takes(Intake now) {
    return new WorkerView(
        name,
        boot,
        beat,
        seen,
        silentMillis,
        certificate,
        capacity,
        labels,
        leaving,
        compatible,
        slots,
        host,
        code,
        now,
        standing);
  }

  /** Whether code of one of its slots will not stop, so that it is about to end. */
  boolean stuck() {
    return slots.values().stream().anyMatch(said -> said.phase() == Phase.STUCK);
  }

  /** Whether its last word is to be believed for what runs there: it is neither lost nor dead. */
  boolean alive(long deadAfterMillis) {
    return silentMillis < deadAfterMillis && boot > certificate;
  }

  /** How much memory its slots may be promised together. */
  long memoryBytes() {
    var offered = intake.memoryBytes();
    return offered == null ? Long.MAX_VALUE : offered;
  }

  /** Whether it has the labels. */
  boolean wears(Map<String, String> require) {
    return labels.entrySet().containsAll(require.entrySet());
  }

  /** Whether it has the code of an automation, as far as it can tell. */
  boolean knows(AutomationSpec automation) {
    return code == null || code.stream().anyMatch(each -> each.fits(automation));
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
