package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one place where the fleet is decided. The same input gives the same plan; a plan that was
 * written whole is followed by an empty one as soon as the workers have answered.
 *
 * @since 0.1
 */
public final class Reconciler {
  private Reconciler() {}

  /** Compares what should be with what is. */
  public static Plan plan(Desired desired, Observed observed, Conditions now) {
    return new Pass(desired, observed, now).run();
  }

  private static final class Pass {
    private final Desired desired;
    private final Observed observed;
    private final Conditions now;
    private final Adoption adoption;
    private final OwnedRule owned;
    private final OwnerlessRule ownerless;
    private final List<Transition> moves = new ArrayList<>();
    private final List<SlotSpec> removals = new ArrayList<>();
    private final SortedMap<SlotId, Explanation> reasons = new TreeMap<>();
    private final List<SlotSpec> homeless = new ArrayList<>();
    private long nextN;

    Pass(Desired desired, Observed observed, Conditions now) {
      this.desired = desired;
      this.observed = observed;
      this.now = now;
      this.nextN = now.nextN();
      adoption = new Adoption(observed, now, desired.fleet().failover().deadAfter().toMillis());
      owned =
          new OwnedRule(desired, observed, now, new Budgets(observed.slots().values(), desired));
      ownerless = new OwnerlessRule(desired, now);
    }

    Plan run() {
      for (var slot : everySlot()) {
        var spec = observed.slots().get(slot);
        take(slot, decide(spec == null ? SlotSpec.none(slot) : spec));
      }
      place();
      return new Plan(moves, removals, reasons, nextN);
    }

    private SortedSet<SlotId> everySlot() {
      var slots = new TreeSet<>(observed.slots().keySet());
      for (var automation : desired.fleet().automations().values()) {
        for (var i = 0; i < automation.slots(); i++) {
          slots.add(new SlotId(automation.name(), i));
        }
      }
      adoption.slots().forEach(slots::add);
      return slots;
    }

    private Decision decide(SlotSpec spec) {
      return adoption
          .decide(spec)
          .orElseGet(() -> spec.state().owned() ? owned.decide(spec) : nobodys(spec));
    }

    private Decision nobodys(SlotSpec spec) {
      if (!spec.recorded() && desired.wanting(spec.slot()).isEmpty()) {
        return new Decision.Steady();
      }
      if (adoption.shows(spec.slot())) {
        return Decision.stay(Reason.AWAITING_STOP, "an earlier generation still shows life");
      }
      return ownerless.decide(spec);
    }

    private void take(SlotId slot, Decision decision) {
      switch (decision) {
        case Decision.Move(var transition, var why) -> {
          moves.add(transition);
          if (transition.to().state() != SlotState.RUNNING) {
            reasons.put(slot, why);
          }
        }
        case Decision.Remove(var spec) -> removals.add(spec);
        case Decision.Place(var spec) -> homeless.add(spec);
        case Decision.Stay(var why) -> reasons.put(slot, why);
        case Decision.Steady() -> {}
      }
    }

    private void place() {
      var placement = new Placement(desired, observed);
      for (var spec : homeless) {
        var automation = desired.wanting(spec.slot()).orElseThrow();
        if (nextN > Generation.MAX_N) {
          reasons.put(
              spec.slot(), new Explanation(Reason.RECOVERING, "the epoch's numbers are used up"));
          continue;
        }
        placement
            .place(spec, automation)
            .ifPresentOrElse(
                worker -> assign(spec, automation, worker),
                () -> reasons.put(spec.slot(), placement.refusal(automation)));
      }
    }

    private void assign(SlotSpec spec, AutomationSpec automation, WorkerView worker) {
      var hash = desired.hash(automation.name());
      var to =
          new SlotSpec(
              spec.slot(),
              Generation.of(now.epoch(), nextN++),
              SlotState.ASSIGNED,
              worker.name(),
              worker.boot(),
              hash,
              now.epoch(),
              spec.recorded() ? Reason.SLOT_REPLACED : Reason.SCALED_UP,
              now.nowMillis(),
              0,
              // Another config has not failed yet.
              hash.equals(spec.cfg()) ? spec.failures() : 0,
              "");
      moves.add(Transition.of(spec, to));
      reasons.put(
          spec.slot(), new Explanation(Reason.AWAITING_REPORT, "given to " + worker.name()));
    }
  }
}
