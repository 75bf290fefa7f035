package io.fleet.api;

import io.fleet.config.FleetSpec;
import io.fleet.protocol.Beat;
import io.fleet.protocol.CodeState;
import io.fleet.protocol.Intake;
import io.fleet.protocol.LedgerReport;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.fleet.store.LeaderReader.Reported;
import io.fleet.store.SlotEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present state of the fleet, kept up from what was read. Does no I/O and has no clock; not
 * thread-safe, so everything happens on one event loop.
 */
final class ReadModel {
  private static final Logger log = LoggerFactory.getLogger(ReadModel.class);

  private final String fleet;
  private final Function<String, FleetSpec> parse;
  private final TreeMap<SlotId, SlotSpec> specs = new TreeMap<>();
  private final Timelines timelines = new Timelines();
  private final Silence silence = new Silence();
  private final Throughput throughput = new Throughput();
  private final Map<SlotId, Why> why = new HashMap<>();
  private Map<String, Beat> beats = Map.of();
  private Facts facts = Facts.none();
  private Desired desired = Desired.none();
  private boolean known;
  private boolean converged;
  private long sinceMillis;
  private long heldRevision;

  ReadModel(String fleet, Function<String, FleetSpec> parse) {
    this.fleet = fleet;
    this.parse = parse;
  }

  /** Starts anew from all records; the events are the last ones before they were read. */
  void load(Map<SlotId, SlotSpec> all, List<SlotEvent> before) {
    specs.clear();
    specs.putAll(all);
    timelines.clear();
    before.forEach(event -> SlotId.parse(event.slot()).ifPresent(s -> timelines.add(s, event)));
  }

  /** Follows the log. */
  void follow(SlotEvent event) {
    var slot = SlotId.parse(event.slot());
    if (slot.isEmpty()) {
      return;
    }
    timelines.add(slot.get(), event);
    var before = specs.get(slot.get());
    if (before != null && before.gen().value() > event.gen()) {
      return; // The records were read after this had happened.
    }
    if ("NONE".equals(event.to())) {
      specs.remove(slot.get());
    } else {
      specs.put(slot.get(), record(slot.get(), event));
    }
  }

  private static SlotSpec record(SlotId slot, SlotEvent event) {
    return new SlotSpec(
        slot,
        new Generation(event.gen()),
        SlotState.valueOf(event.to()),
        event.worker(),
        event.boot(),
        event.cfg(),
        event.epoch(),
        CurrentReason.reason(event.cause()).orElse(Reason.CONFIG_APPLIED),
        event.atMillis(),
        event.untilMillis(),
        event.failures(),
        event.detail());
  }

  /** Takes the workers' lines. */
  void beats(Map<String, String> lines, long nanos) {
    silence.observe(lines, nanos);
    var parsed = new HashMap<String, Beat>();
    lines.forEach((worker, line) -> parsed.put(worker, Beat.parse(line)));
    beats = parsed;
  }

  /** Takes what is read each second. */
  void observe(Facts now, long nanos) {
    if (!now.desired().equals(facts.desired())) {
      try {
        desired = Desired.read(now.desired(), parse);
      } catch (IllegalArgumentException e) {
        log.warn(
            "desired state is not readable, keeping revision={} error={}",
            desired.revision(),
            e.getMessage());
      }
    }
    facts = now;
    why.clear();
    now.why()
        .forEach((name, line) -> SlotId.parse(name).ifPresent(s -> why.put(s, Why.parse(line))));
    throughput.observe(now.reports(), nanos);
  }

  /** The workers that have a line. */
  List<String> workers() {
    return List.copyOf(beats.keySet());
  }

  /** The last moves of a slot, oldest first. */
  List<SlotEvent> timeline(SlotId slot) {
    return timelines.of(slot);
  }

  /** What the holder of a slot says of its present generation. */
  Optional<SlotReport> said(SlotId slot) {
    var spec = specs.getOrDefault(slot, SlotSpec.none(slot));
    return Optional.ofNullable(facts.reports().get(spec.worker())).stream()
        .flatMap(reported -> reported.report().slots().stream())
        .filter(said -> said.slot().equals(slot.toString()) && said.gen() == spec.gen().value())
        .findFirst();
  }

  /** The picture of this moment. */
  View view(long atMillis, long nanos, long storeSilentMillis) {
    var workers = new TreeMap<String, WorkerView>();
    var held = new HashMap<String, Integer>();
    specs.values().stream()
        .filter(spec -> spec.state().owned())
        .forEach(spec -> held.merge(spec.worker(), 1, Integer::sum));
    beats.forEach(
        (name, beat) ->
            workers.put(
                name, worker(name, beat, held.getOrDefault(name, 0), nanos, storeSilentMillis)));
    var map = SlotMap.of(desired.spec(), specs.keySet());
    var letters =
        Letters.pack(
            map,
            specs,
            worker -> {
              var view = workers.get(worker);
              return view != null && view.silent();
            });
    var master = Master.of(facts.leader(), facts.meta(), facts.standbys());
    return new View(
        fleet,
        atMillis,
        desired,
        map,
        letters,
        new TreeMap<>(specs),
        workers,
        Map.copyOf(why),
        master,
        throughput.rates(),
        storeSilentMillis,
        sinceMillis,
        heldRevision);
  }

  /** Remembers whether it holds; the view with that memory in it. */
  View judged(View view, Standing standing) {
    if (!known || standing.converged() != converged) {
      known = true;
      converged = standing.converged();
      sinceMillis = view.atMillis();
    }
    if (converged) {
      heldRevision = view.desired().revision();
    }
    return view.since(sinceMillis, heldRevision);
  }

  private WorkerView worker(String name, Beat beat, int slots, long nanos, long storeSilent) {
    // While Redis is silent nobody can be heard, which says nothing about the workers.
    var silent = Math.max(0, silence.millis(name, nanos) - storeSilent);
    var reported = Optional.ofNullable(facts.reports().get(name)).map(Reported::report);
    var closed = Why.parse(facts.standings().getOrDefault(name, ""));
    return new WorkerView(
        name,
        reported.map(r -> r.host()).orElse(""),
        reported.map(r -> r.pid()).orElse(0L),
        state(name, beat, silent, reported, slots, closed),
        slots,
        reported.map(r -> r.capacity()).orElse(0),
        beat.boot(),
        silent,
        reported.map(r -> r.labels()).orElse(Map.of()),
        reported.map(r -> r.rssBytes()).orElse(0L),
        reported.map(ReadModel::intake).orElse(Intake.UNKNOWN),
        closed,
        reported.map(Report::ledger).orElse(LedgerReport.EMPTY),
        reported.flatMap(r -> Optional.ofNullable(r.code())).orElse(List.of()),
        reported.flatMap(r -> Optional.ofNullable(r.packages())).orElse(CodeState.WELL));
  }

  private static Intake intake(Report report) {
    return Report.speaks(report.version())
        ? report.takes()
        : new Intake(
            "",
            "it speaks version %d of the protocol, and %d or the one before is spoken here"
                .formatted(report.version(), Report.VERSION),
            null,
            null);
  }

  private WorkerView.State state(
      String name, Beat beat, long silent, Optional<Report> reported, int slots, Why closed) {
    var failover = desired.spec().failover();
    if (silent > failover.deadAfter().toMillis()
        || beat.boot() <= facts.certificates().getOrDefault(name, 0L)) {
      return WorkerView.State.LOST;
    }
    if (silent > 3 * failover.heartbeat().toMillis()) {
      return WorkerView.State.SUSPECT;
    }
    if (!reported.map(r -> Report.speaks(r.version())).orElse(true)) {
      return WorkerView.State.INCOMPATIBLE;
    }
    if (reported.map(Report::leaving).orElse(false)) {
      return WorkerView.State.DRAINING;
    }
    return switch (closed.code()) {
      case "DRAINING" -> slots > 0 ? WorkerView.State.DRAINING : WorkerView.State.DRAINED;
      case "QUARANTINED" -> WorkerView.State.QUARANTINED;
      default -> WorkerView.State.UP;
    };
  }
}
