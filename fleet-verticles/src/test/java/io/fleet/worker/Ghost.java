package io.fleet.worker;

import io.fleet.protocol.Beat;
import io.fleet.protocol.Code;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.Intake;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.redis.Keys;
import io.fleet.slot.Phase;
import io.fleet.store.RedisWorkerStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A worker that only says that it runs what it is given: its end can be staged to the letter. */
final class Ghost {
  private final LittleFleet fleet;
  private final String name;
  private final RedisWorkerStore store;
  private final Map<String, SlotReport> said = new TreeMap<>();
  private Intake intake = Intake.UNKNOWN;
  private long boot = 100;
  private long seq;
  private long seen;
  private long timer;

  /** Beats from now on; its host lets it take nothing. */
  Ghost(LittleFleet fleet, String name, Intake intake) {
    this(fleet, name);
    this.intake = intake;
  }

  /** Beats from now on; takes one slot, first of all one that needs {@code zone: name}. */
  Ghost(LittleFleet fleet, String name) {
    this.fleet = fleet;
    this.name = name;
    store = new RedisWorkerStore(fleet.link, new Keys("test"));
    timer = fleet.vertx.setPeriodic(200, tick -> beat());
  }

  private void beat() {
    var labels = Map.of("zone", name);
    var slots = List.copyOf(said.values());
    var report =
        new Report(
            Report.VERSION,
            name,
            "h",
            1,
            1,
            labels,
            List.of(),
            slots,
            false,
            Map.of(),
            0,
            List.of(new Code("", "io.fleet.worker.Samples$Ticker", "")),
            intake,
            null,
            null);
    store
        .heartbeat(report, new Beat(boot, ++seq, seq, seen), Duration.ofSeconds(3))
        .onSuccess(
            reply -> {
              if (reply instanceof Heard heard) {
                seen = Math.max(seen, heard.epoch());
                heard.specs().stream()
                    .filter(spec -> spec.worker().equals(name) && spec.boot() == boot)
                    .forEach(
                        spec ->
                            said.put(
                                spec.slot(),
                                new SlotReport(
                                    spec.slot(),
                                    spec.gen(),
                                    Phase.RUNNING,
                                    spec.cfg(),
                                    "",
                                    false,
                                    0)));
              }
            });
  }

  /** Says nothing more. */
  void fallsSilent() {
    fleet.vertx.cancelTimer(timer);
  }

  long boot() {
    return boot;
  }

  /** Comes back with the next boot and knows of nothing. */
  void reboots() {
    fleet.vertx.runOnContext(
        go -> {
          said.clear();
          boot++;
          seq = 0;
        });
  }
}
