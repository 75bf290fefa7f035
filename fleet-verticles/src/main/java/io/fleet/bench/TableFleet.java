package io.fleet.bench;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Failover;
import io.fleet.config.FleetSpec;
import io.fleet.config.Restart;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.reconcile.Conditions;
import io.fleet.reconcile.Desired;
import io.fleet.reconcile.FleetIndex;
import io.fleet.reconcile.Step;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A fleet on the table: a store and workers in memory that do at once what a plan says. Each worker
 * has 100 slots, each host two workers, and there are three zones; a third of the automations
 * requires a zone, and they are spread over hosts, zones or not at all.
 */
final class TableFleet {
  private static final long NOW = 1_000_000_000_000L;
  private static final long EPOCH = 7;
  private static final int SLOTS_A_WORKER = 100;
  private static final int ROOM = 120;
  private static final int AUTOMATIONS = 100;

  final int size;
  final int workers;
  private final Map<String, WorkerView> views = new TreeMap<>();
  private final Map<String, Map<String, SlotReport>> said = new HashMap<>();
  private final HashSet<String> news = new HashSet<>();
  private final TreeMap<String, AutomationSpec> automations = new TreeMap<>();
  private Desired desired;
  private FleetIndex index = new FleetIndex();
  private long nextN = 1;
  private int asked;
  private Step last = new Step(List.of(), List.of(), Map.of(), Set.of(), 1);
  private long beat;
  private long now = NOW;

  TableFleet(int size) {
    this.size = size;
    workers = size / SLOTS_A_WORKER;
    for (var i = 0; i < workers; i++) {
      said.put(name(i), new HashMap<>());
      views.put(name(i), view(i, 0, Map.of()));
    }
    for (var i = 0; i < AUTOMATIONS; i++) {
      var require = i % 3 == 0 ? Map.of("zone", zone(i)) : Map.<String, String>of();
      want(i, require, 0);
    }
    desired = desired();
  }

  private static String name(int worker) {
    return "worker-" + worker;
  }

  private static String zone(int of) {
    return "zone-" + of / 3 % 3;
  }

  private WorkerView view(int worker, long certificate, Map<String, SlotReport> slots) {
    return new WorkerView(
        name(worker),
        50,
        "50 " + beat + " 1 " + EPOCH,
        EPOCH,
        beat % 300,
        certificate,
        ROOM,
        Map.of("zone", "zone-" + worker / 2 % 3, "rack", "rack-" + worker / 8),
        false,
        true,
        slots,
        "host-" + worker / 2,
        null);
  }

  /** Another placement of one automation. */
  void want(int number, Map<String, String> require, int mostOnHost) {
    var name = "automation-" + number;
    var spread = new String[] {"host", "zone", "none"}[number % 3];
    automations.put(
        name,
        new AutomationSpec(
            name,
            "examples.Sample",
            "1",
            size / AUTOMATIONS,
            false,
            "{}",
            Restart.DEFAULT,
            "10%",
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            require,
            spread,
            mostOnHost));
    desired = desired();
  }

  private Desired desired() {
    var hashes = new HashMap<String, String>();
    automations.keySet().forEach(each -> hashes.put(each, "c1"));
    return new Desired(
        new FleetSpec("bench", Map.of(), Failover.BALANCED, automations, new TreeMap<>()), hashes);
  }

  /** One pass, as the leader does it. */
  Step plan() {
    return index.plan(desired, views, 60_000, new Conditions(EPOCH, nextN, false, true, now));
  }

  /** A leader that knows nothing yet. */
  void forget() {
    index = new FleetIndex();
    nextN = 1;
  }

  /** Every worker beats once; a report that says nothing new stays the same map. */
  void beat() {
    beat++;
    now += 2_000;
    for (var i = 0; i < workers; i++) {
      var old = Objects.requireNonNull(views.get(name(i)));
      var changed = news.contains(name(i));
      views.put(name(i), view(i, old.certificate(), changed ? reports(i) : old.slots()));
    }
    news.clear();
  }

  /** Parsed anew, as a body that was read again. */
  private Map<String, SlotReport> reports(int worker) {
    var fresh = new HashMap<String, SlotReport>();
    Objects.requireNonNull(said.get(name(worker)))
        .forEach(
            (slot, each) ->
                fresh.put(
                    String.valueOf(slot.toCharArray()),
                    new SlotReport(
                        each.slot(),
                        each.gen(),
                        each.phase(),
                        each.cfg(),
                        each.detail(),
                        each.permanent(),
                        each.sinceMillis())));
    return fresh;
  }

  /** The store takes all of a plan. */
  void write(Step step) {
    nextN = step.nextN();
    last = step;
    step.moves().forEach(move -> written(move.to()));
    step.removals().forEach(spec -> index.removed(spec.slot()));
  }

  private void written(SlotSpec to) {
    index.written(
        new SlotSpec(
            to.slot(),
            to.gen(),
            to.state(),
            to.worker(),
            to.boot(),
            to.cfg(),
            EPOCH,
            to.cause(),
            to.sinceMillis(),
            to.untilMillis(),
            to.failures(),
            to.detail()));
  }

  /** What was written last. */
  Step last() {
    return last;
  }

  /** The workers do as a plan says and tell it with their next beat. */
  void obey(Step step) {
    for (var move : step.moves()) {
      var to = move.to();
      switch (to.state()) {
        case ASSIGNED -> says(to, Phase.RUNNING);
        case DRAINING -> says(to, Phase.DONE);
        case FREE, BACKOFF -> drop(move.from());
        default -> {}
      }
    }
  }

  private void says(SlotSpec spec, Phase phase) {
    var slot = spec.slot().toString();
    Objects.requireNonNull(said.get(spec.worker()))
        .put(
            slot,
            new SlotReport(slot, spec.gen().value(), phase, spec.cfg(), "stopped", false, now));
    news.add(spec.worker());
  }

  private void drop(SlotSpec spec) {
    var slots = said.get(spec.worker());
    if (slots != null) {
      slots.remove(spec.slot().toString());
      news.add(spec.worker());
    }
  }

  /** Passes until nothing is left to do; says how many slots were taken down to be moved. */
  int settle() {
    var moved = 0;
    for (var quiet = 0; quiet < 2; ) {
      beat();
      var step = plan();
      write(step);
      obey(step);
      quiet = step.isEmpty() ? quiet + 1 : 0;
      for (var move : step.moves()) {
        moved += move.to().cause() == Reason.MISPLACED ? 1 : 0;
      }
    }
    return moved;
  }

  /** One slot in a hundred fails, on all workers alike. */
  void fail() {
    said.forEach(
        (worker, slots) ->
            slots.values().stream()
                .filter(each -> each.phase() == Phase.RUNNING)
                .findFirst()
                .flatMap(each -> index.record(SlotId.of(each.slot())))
                .ifPresent(spec -> says(spec, Phase.FAILED)));
  }

  /** Time goes by, so that back-offs end and what runs has left its failures behind. */
  void later() {
    now += 600_000;
  }

  /** One worker is certified dead; it comes back when {@code alive}. */
  void certify(int worker, boolean alive) {
    if (!alive) {
      said.put(name(worker), new HashMap<>());
    }
    views.put(
        name(worker),
        view(
            worker,
            alive ? 0 : 50,
            alive ? Map.of() : Objects.requireNonNull(views.get(name(worker))).slots()));
  }

  /** A worker that was not asked for yet. */
  int another() {
    return ++asked % workers;
  }

  /** How many slots of an automation are misplaced, counted one by one. */
  int misplaced(int number) {
    var automation = Objects.requireNonNull(automations.get("automation-" + number));
    var onHost = new HashMap<String, Integer>();
    var wrong = 0;
    for (var i = 0; i < automation.slots(); i++) {
      var spec = index.record(new SlotId(automation.name(), i)).orElseThrow();
      if (spec.state() != SlotState.RUNNING) {
        throw new IllegalStateException(spec + " does not run");
      }
      var worker = Objects.requireNonNull(views.get(spec.worker()));
      var most = automation.maxSlotsPerHost();
      if (!worker.labels().entrySet().containsAll(automation.require().entrySet())
          || (onHost.merge(worker.host(), 1, Integer::sum) > most && most > 0)) {
        wrong++;
      }
    }
    return wrong;
  }
}
