package io.fleet.api;

import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigHash;
import io.fleet.config.Failover;
import io.fleet.config.FleetSpec;
import io.fleet.config.Restart;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Balance;
import io.fleet.protocol.CodeState;
import io.fleet.protocol.Intake;
import io.fleet.protocol.LedgerReport;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.LeaderReader.Reported;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fleet for tests, built up word by word. */
final class Samples {
  static final long NOW = 1_767_610_927_000L;

  private final Map<String, AutomationSpec> automations = new HashMap<>();
  private final TreeMap<SlotId, SlotSpec> specs = new TreeMap<>();
  private final TreeMap<String, WorkerView> workers = new TreeMap<>();
  private final Map<SlotId, Why> why = new HashMap<>();
  private Master master = new Master("m-1", 3, "LEADING", List.of());
  private long storeSilent;
  private long n;

  static AutomationSpec automation(String name, int slots) {
    return automation(name, slots, false);
  }

  static AutomationSpec automation(String name, int slots, boolean paused) {
    return new AutomationSpec(
        name,
        "examples." + name,
        "1.4.0",
        slots,
        paused,
        "{\"every\":\"30s\"}",
        Restart.DEFAULT,
        "10%",
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        Map.of());
  }

  static FleetSpec fleet(AutomationSpec... automations) {
    var byName = new TreeMap<String, AutomationSpec>();
    for (var automation : automations) {
      byName.put(automation.name(), automation);
    }
    return new FleetSpec("catalogue", Map.of(), Failover.FAST, byName, new TreeMap<>());
  }

  static Report report(String worker, Map<String, AutomationStats> stats) {
    return new Report(
        Report.VERSION,
        worker,
        "host-" + worker,
        4711,
        20,
        Map.of("zone", "eu"),
        List.of(),
        List.of(),
        false,
        stats,
        1 << 20);
  }

  static Reported reported(String worker, long boot, long seq, Map<String, AutomationStats> stats) {
    return new Reported(boot, seq, report(worker, stats));
  }

  static AutomationStats stats(long ok, long failed, long busyMillis, long p95) {
    return new AutomationStats(ok, 0, 0, failed, 0, busyMillis, p95);
  }

  Samples want(String name, int slots) {
    automations.put(name, automation(name, slots));
    return this;
  }

  Samples wantPaused(String name, int slots) {
    automations.put(name, automation(name, slots, true));
    return this;
  }

  Samples slots(SlotState state, String... names) {
    for (var name : names) {
      slot(name, state, Reason.STARTED, state.owned() ? "w-1" : "");
    }
    return this;
  }

  Samples slot(String name, SlotState state, Reason cause, String worker) {
    var id = SlotId.of(name);
    var automation = automations.get(id.automation());
    var cfg = automation == null ? "old" : ConfigHash.of(automation);
    return slot(name, state, cause, worker, cfg);
  }

  Samples slot(String name, SlotState state, Reason cause, String worker, String cfg) {
    var id = SlotId.of(name);
    specs.put(
        id,
        new SlotSpec(
            id,
            Generation.of(3, ++n),
            state,
            worker,
            worker.isEmpty() ? 0 : 1,
            cfg,
            3,
            cause,
            NOW - 60_000,
            state == SlotState.BACKOFF ? NOW + 4_000 : 0,
            0,
            ""));
    return this;
  }

  Samples worker(String name, WorkerView.State state, long silentMillis) {
    workers.put(
        name, new WorkerView(name, "h", 1, state, 1, 20, 1, silentMillis, Map.of("zone", "eu"), 0));
    return this;
  }

  Samples leaking(String name, long things) {
    return leaking(name, things, WorkerView.State.UP);
  }

  Samples leaking(String name, long things, WorkerView.State state) {
    workers.put(
        name,
        new WorkerView(
            name,
            "h",
            1,
            state,
            1,
            20,
            1,
            0,
            Map.of(),
            0,
            Intake.UNKNOWN,
            new Why("", 0, ""),
            new LedgerReport(Map.of("process", new Balance(9, 6, 1)), things),
            List.of(),
            CodeState.WELL));
    return this;
  }

  Samples why(String slot, String line) {
    why.put(SlotId.of(slot), Why.parse(line));
    return this;
  }

  Samples noLeader() {
    master = Master.of(Optional.empty(), Map.of("epoch", "3"), List.of());
    return this;
  }

  Samples storeSilent(long millis) {
    storeSilent = millis;
    return this;
  }

  View view() {
    var spec = fleet(new ArrayList<>(automations.values()).toArray(AutomationSpec[]::new));
    var configs = new HashMap<String, String>();
    spec.automations().forEach((name, each) -> configs.put(name, ConfigHash.of(each)));
    var desired =
        automations.isEmpty()
            ? Desired.none()
            : new Desired(42, "7c1e", spec, configs, NOW - 90_000, "anna");
    var map = SlotMap.of(desired.spec(), specs.keySet());
    var letters =
        Letters.pack(map, specs, name -> workers.containsKey(name) && workers.get(name).silent());
    return new View(
        "default",
        NOW,
        desired,
        map,
        letters,
        specs,
        workers,
        why,
        master,
        Map.of(),
        storeSilent,
        NOW - 12_000,
        41);
  }
}
