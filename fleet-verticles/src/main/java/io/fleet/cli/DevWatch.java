package io.fleet.cli;

import io.fleet.protocol.Beat;
import io.fleet.store.FleetReader;
import io.fleet.store.SlotEvent;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the running fleet for {@code fleet dev} and says what changed. Used by the command's
 * thread alone.
 */
final class DevWatch {
  private static final Logger log = LoggerFactory.getLogger(DevWatch.class);
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final int MOST = 1_000;

  private final Vertx vertx;
  private final FleetReader reader;
  private final Consumer<String> line;
  private final Timeline timeline = new Timeline();
  private final Map<String, Long> boots = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private String lastEvent = "0";
  private Look last = new Look("", false);
  private long epoch;

  DevWatch(Vertx vertx, FleetReader reader, Consumer<String> line) {
    this.vertx = vertx;
    this.reader = reader;
    this.line = line;
  }

  /** Forgets what happened before this run: an old data folder has old events. */
  void begin() {
    try {
      Waiting.on(reader.lastEvents(1), WITHIN).forEach(event -> lastEvent = event.id());
      Waiting.on(reader.specs(), WITHIN)
          .forEach((slot, spec) -> timeline.holds(slot.toString(), spec.worker()));
      Waiting.on(reader.beats(), WITHIN)
          .forEach((worker, beat) -> boots.put(worker, Beat.parse(beat).boot()));
    } catch (Waiting.Failed e) {
      line.accept("Redis does not answer yet: " + e.getMessage());
    }
  }

  /** Looks until so many workers have beaten with a boot that is new, or for so long. */
  void awaitWorkers(int count, Duration within, Ending ending) {
    var end = System.nanoTime() + within.toNanos();
    var before = Map.copyOf(boots);
    while (boots.entrySet().stream().filter(b -> !before.entrySet().contains(b)).count() < count
        && System.nanoTime() - end < 0
        && !ending.await(Duration.ofMillis(100))) {
      try {
        leader();
        workers();
      } catch (Waiting.Failed e) {
        log.debug("no answer yet error={}", e.getMessage());
      }
    }
  }

  /**
   * What the fleet says of itself.
   *
   * @param sentence for people; empty before the first answer
   * @param settled whether it is what it should be
   */
  record Look(String sentence, boolean settled) {}

  /** One look, with a line for whatever happened since the last. */
  Look look() {
    try {
      leader();
      workers();
      events();
      status();
    } catch (Waiting.Failed e) {
      // Redis or the API is away for a moment; the next look says what happened meanwhile.
      log.debug("no answer yet error={}", e.getMessage());
    }
    return last;
  }

  /** The processes of the workers that ever reported, by name. */
  Map<String, Long> pids() {
    try {
      var names = List.copyOf(Waiting.on(reader.beats(), WITHIN).keySet());
      var pids = new TreeMap<String, Long>();
      Waiting.on(reader.reports(names), WITHIN)
          .forEach((worker, said) -> pids.put(worker, said.report().pid()));
      return pids;
    } catch (Waiting.Failed e) {
      return Map.of();
    }
  }

  private void leader() throws Waiting.Failed {
    var now = Long.parseLong(Waiting.on(reader.meta(), WITHIN).getOrDefault("epoch", "0"));
    if (now > epoch && Waiting.on(reader.leader(), WITHIN).isPresent()) {
      epoch = now;
      line.accept("master leads, epoch " + now);
    }
  }

  private void workers() throws Waiting.Failed {
    for (var entry : Waiting.on(reader.beats(), WITHIN).entrySet()) {
      var boot = Beat.parse(entry.getValue()).boot();
      if (boot != boots.getOrDefault(entry.getKey(), 0L)) {
        boots.put(entry.getKey(), boot);
        var start = starts.merge(entry.getKey(), 1, Integer::sum);
        line.accept(
            "worker " + entry.getKey() + (start == 1 ? " up" : " up again, start " + start));
      }
    }
  }

  private void events() throws Waiting.Failed {
    List<SlotEvent> events;
    do {
      events = Waiting.on(reader.eventsAfter(lastEvent, MOST), WITHIN);
      if (!events.isEmpty()) {
        lastEvent = events.getLast().id();
        timeline.tell(events).forEach(line);
      }
    } while (events.size() == MOST);
  }

  private void status() throws Waiting.Failed {
    var answer =
        Waiting.on(
            vertx
                .eventBus()
                .<JsonObject>request(
                    "fleet.status.get",
                    new JsonObject(),
                    new DeliveryOptions().setSendTimeout(WITHIN.toMillis())),
            WITHIN);
    last =
        new Look(
            StatusCommand.sentence(answer.body()), answer.body().getBoolean("converged", false));
  }
}
