package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final class Pass implements Placement.Sink {
    private final Desired desired;
    private final Observed observed;
    private final Conditions now;
    private final SlotRule rule;
    private final Map<SlotId, Living> living = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final List<Transition> moves = new ArrayList<>();
    private final List<SlotSpec> removals = new ArrayList<>();
    private final SortedMap<SlotId, Explanation> reasons = new TreeMap<>();
    private final SortedMap<String, Lists> waiting = new TreeMap<>();
    private final List<Decision.Ask> asking = new ArrayList<>();

    /** What becomes {@link Waiting}, with those that may be moved by host. */
    private static final class Lists {
      private final List<SlotSpec> homeless = new ArrayList<>();
      private final List<SlotSpec> moving = new ArrayList<>();
      private final List<SlotSpec> misplaced = new ArrayList<>();
      private final Map<String, List<SlotSpec>> staying = new HashMap<>();
    }

    Pass(Desired desired, Observed observed, Conditions now) {
      this.desired = desired;
      this.observed = observed;
      this.now = now;
      rule = new SlotRule(desired, now);
    }

    Plan run() {
      findLiving();
      countRunning();
      for (var slot : everySlot()) {
        if (!asking.isEmpty()
            && !asking.getFirst().spec().slot().automation().equals(slot.automation())) {
          ask();
        }
        var record = observed.slots().get(slot);
        var spec = record == null ? SlotSpec.none(slot) : record;
        take(spec, rule.decide(spec, observed.worker(spec.worker()), living.get(slot)));
      }
      ask();
      var placement = new Placement(Seats.of(desired, observed), desired, now, this);
      var lists = new ArrayList<Waiting>();
      waiting.forEach((automation, each) -> lists.add(close(automation, each)));
      placement.run(lists);
      return new Plan(moves, removals, reasons, placement.nextN());
    }

    private void findLiving() {
      var deadAfter = desired.fleet().failover().deadAfter().toMillis();
      for (var worker : observed.workers().values()) {
        if (worker.alive(deadAfter)) {
          for (var said : worker.slots().values()) {
            if (said.phase().living()) {
              SlotId.parse(said.slot())
                  .ifPresent(slot -> living.merge(slot, new Living(worker, said), Living::later));
            }
          }
        }
      }
    }

    /** What runs and is wanted: one that is scaled away cannot stand in for one that stays. */
    private void countRunning() {
      for (var spec : observed.slots().values()) {
        if (spec.state() == SlotState.RUNNING && desired.wanting(spec.slot()).isPresent()) {
          running.merge(spec.slot().automation(), 1, Integer::sum);
        }
      }
    }

    private SortedSet<SlotId> everySlot() {
      var slots = new TreeSet<>(observed.slots().keySet());
      for (var automation : desired.fleet().automations().values()) {
        for (var i = 0; i < automation.slots(); i++) {
          slots.add(new SlotId(automation.name(), i));
        }
      }
      slots.addAll(living.keySet());
      return slots;
    }

    private void take(SlotSpec spec, Decision decision) {
      switch (decision) {
        case Decision.Move(var transition, var why) -> {
          moves.add(transition);
          if (transition.to().state() != SlotState.RUNNING) {
            reasons.put(spec.slot(), why);
          }
        }
        case Decision.Remove(var record) -> removals.add(record);
        case Decision.Ask ask -> asking.add(ask);
        case Decision.Place(var record) -> lists(record).homeless.add(record);
        case Decision.Stay(var why) -> reasons.put(spec.slot(), why);
        case Decision.Steady() -> {}
      }
      desired.wanting(spec.slot()).ifPresent(automation -> seated(automation, spec, decision));
    }

    /** Of one automation, once all of its slots are decided. */
    private void ask() {
      asking.stream().filter(ask -> ask.change().first()).forEach(this::ask);
      asking.stream().filter(ask -> !ask.change().first()).forEach(this::ask);
      asking.clear();
    }

    private void ask(Decision.Ask ask) {
      ask(ask.spec(), ask.change());
    }

    private void ask(SlotSpec spec, Replacement change) {
      var automation = desired.wanting(spec.slot()).orElseThrow();
      if (spare(automation) <= 0) {
        reasons.put(spec.slot(), new Explanation(Reason.MAX_UNAVAILABLE, Drain.spent(automation)));
        return;
      }
      running.merge(automation.name(), -1, Integer::sum);
      var to = Drain.of(spec, change, desired, now);
      moves.add(Drain.voluntary(spec, to, automation));
      reasons.put(spec.slot(), new Explanation(to.cause(), to.detail()));
    }

    private int spare(AutomationSpec automation) {
      return Drain.spare(automation, running.getOrDefault(automation.name(), 0));
    }

    private Lists lists(SlotSpec spec) {
      return waiting.computeIfAbsent(spec.slot().automation(), name -> new Lists());
    }

    private void seated(AutomationSpec automation, SlotSpec spec, Decision decision) {
      if (Crowd.moving(spec)
          && decision instanceof Decision.Stay
          && !desired.holds(automation, spec.slot())) {
        lists(spec).moving.add(spec);
      }
      var worker = observed.worker(spec.worker());
      if (!Crowd.movable(spec, decision) || !Crowd.reports(worker)) {
        return;
      }
      if (Crowd.lacks(worker, automation)) {
        lists(spec).misplaced.add(spec);
      } else if (automation.maxSlotsPerHost() > 0) {
        lists(spec).staying.computeIfAbsent(worker.host(), h -> new ArrayList<>()).add(spec);
      }
    }

    private Waiting close(String name, Lists lists) {
      var automation = Objects.requireNonNull(desired.fleet().automations().get(name));
      for (var staying : lists.staying.values()) {
        lists.misplaced.addAll(Crowd.excess(staying, automation.maxSlotsPerHost()));
      }
      lists.misplaced.sort(Comparator.comparing(SlotSpec::slot));
      return new Waiting(
          automation, lists.homeless, lists.moving, lists.misplaced, spare(automation));
    }

    @Override
    public void move(Transition transition) {
      moves.add(transition);
    }

    @Override
    public void say(SlotId slot, Explanation why) {
      reasons.put(slot, why);
    }
  }
}
