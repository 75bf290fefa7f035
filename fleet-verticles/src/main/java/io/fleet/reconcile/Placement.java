package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives seats to those that have none, then moves those that sit wrong. Automations with the fewest
 * places to go come first; whoever sits well is never moved. A misplaced slot is taken down only
 * when there is a seat for it, counting those that are on their way already.
 */
final class Placement {
  /** Where decisions go. */
  interface Sink {
    /** Write this. */
    void move(Transition transition);

    /** The reason of a slot. */
    void say(SlotId slot, Explanation why);
  }

  private final Seats seats;
  private final Desired desired;
  private final Conditions now;
  private final Sink sink;
  private final List<Seat> taken = new ArrayList<>();
  private final List<AutomationSpec> takers = new ArrayList<>();
  private long nextN;

  Placement(Seats seats, Desired desired, Conditions now, Sink sink) {
    this.seats = seats;
    this.desired = desired;
    this.now = now;
    this.sink = sink;
    nextN = now.nextN();
  }

  /** Decides for all that wait, given by the names of their automations. */
  void run(List<Waiting> all) {
    var scarce =
        Comparator.comparing((Waiting each) -> seats.suiting(each.automation()).seats().size());
    all.stream().filter(each -> !each.homeless().isEmpty()).sorted(scarce).forEach(this::seat);
    if (!now.recovering()) {
      all.stream().filter(each -> !each.moving().isEmpty()).forEach(this::reserve);
      all.stream().filter(each -> !each.misplaced().isEmpty()).forEach(this::improve);
    }
  }

  long nextN() {
    return nextN;
  }

  /** Gives every seat back: only what is written counts. */
  void undo() {
    for (var i = 0; i < taken.size(); i++) {
      var taker = takers.get(i);
      seats.rise(taken.get(i), taker.name(), taker.memoryBytes());
    }
  }

  private Picker picker(AutomationSpec automation) {
    return new Picker(seats, automation, taken);
  }

  private void note(AutomationSpec automation) {
    while (takers.size() < taken.size()) {
      takers.add(automation);
    }
  }

  private void seat(Waiting waiting) {
    for (var half : halves(waiting, waiting.homeless())) {
      seat(half.automation(), half.hash(), half.slots());
    }
  }

  /** By what they need of a worker: all alike, but for a rollout. */
  private List<Underway.Half> halves(Waiting waiting, List<SlotSpec> slots) {
    var automation = waiting.automation();
    var underway = desired.rollout(automation.name());
    return underway == null
        ? List.of(new Underway.Half(automation, desired.hash(automation.name()), slots))
        : underway.halves(automation, slots);
  }

  private void seat(AutomationSpec automation, String hash, List<SlotSpec> homeless) {
    if (homeless.isEmpty()) {
      return;
    }
    var picker = picker(automation);
    Explanation refusal = null;
    for (var spec : homeless) {
      if (nextN > Generation.MAX_N) {
        sink.say(
            spec.slot(), new Explanation(Reason.RECOVERING, "the epoch's numbers are used up"));
        continue;
      }
      var seat = refusal == null ? picker.pick() : null;
      if (seat != null) {
        sink.move(assign(spec, hash, seat.view));
        sink.say(spec.slot(), new Explanation(Reason.AWAITING_REPORT, "given to " + seat.name()));
      } else {
        refusal = refusal == null ? Refusal.of(seats, automation) : refusal;
        sink.say(spec.slot(), refusal);
      }
    }
    note(automation);
  }

  private Transition assign(SlotSpec spec, String hash, WorkerView worker) {
    return Transition.of(
        spec,
        new SlotSpec(
            spec.slot(),
            Generation.of(now.epoch(), nextN++),
            SlotState.ASSIGNED,
            worker.name(),
            worker.boot(),
            hash,
            now.epoch(),
            cause(spec, hash),
            now.nowMillis(),
            0,
            // Another config has not failed yet.
            hash.equals(spec.cfg()) ? spec.failures() : 0,
            ""));
  }

  private Reason cause(SlotSpec spec, String hash) {
    if (!spec.recorded()) {
      return Reason.SCALED_UP;
    }
    var underway = desired.rollout(spec.slot().automation());
    return underway == null || underway.rollout().step().over() || hash.equals(spec.cfg())
        ? Reason.SLOT_REPLACED
        : underway.cause(hash);
  }

  /** A seat that one on its way will need is not promised to another. */
  private void reserve(Waiting waiting) {
    for (var half : halves(waiting, waiting.moving())) {
      var picker = picker(half.automation());
      half.slots().forEach(spec -> better(picker, spec));
      note(half.automation());
    }
  }

  private @Nullable Seat better(Picker picker, SlotSpec spec) {
    var seat = picker.pick();
    var present = seats.named(spec.worker());
    return seat == null && present != null && Crowd.lacks(present.view, automationOf(spec))
        ? picker.within(present.view.host())
        : seat;
  }

  private AutomationSpec automationOf(SlotSpec spec) {
    return desired.wanting(spec.slot()).orElseThrow();
  }

  private void improve(Waiting waiting) {
    var spare = waiting.spare();
    for (var half : halves(waiting, waiting.misplaced())) {
      spare = improve(half.automation(), half.slots(), spare);
    }
  }

  private int improve(AutomationSpec automation, List<SlotSpec> misplaced, int before) {
    var picker = picker(automation);
    var spare = before;
    for (var spec : misplaced) {
      var wrong = wrong(automation, spec);
      var runs = spec.state() == SlotState.RUNNING;
      if (now.braked()) {
        say(spec, wrong + "; " + Reason.BRAKE_ON.sentence());
        continue;
      }
      if (runs && spare <= 0) {
        say(spec, wrong + "; " + Drain.spent(automation));
        continue;
      }
      if (better(picker, spec) == null) {
        say(spec, wrong + "; " + Refusal.of(seats, automation).evidence());
        continue;
      }
      spare -= runs ? 1 : 0;
      var to = Drain.of(spec, Reason.MISPLACED, wrong, desired, now);
      // One that has not come up is down already, which costs nothing.
      sink.move(runs ? Drain.voluntary(spec, to, automation) : Transition.of(spec, to));
      say(spec, wrong);
    }
    note(automation);
    return spare;
  }

  private void say(SlotSpec spec, String evidence) {
    sink.say(spec.slot(), new Explanation(Reason.MISPLACED, evidence));
  }

  private String wrong(AutomationSpec automation, SlotSpec spec) {
    var seat = seats.named(spec.worker());
    return seat == null || Crowd.lacks(seat.view, automation)
        ? "worker " + spec.worker() + " lacks labels " + Refusal.labels(automation)
        : "more than " + automation.maxSlotsPerHost() + " on host " + seat.view.host();
  }
}
