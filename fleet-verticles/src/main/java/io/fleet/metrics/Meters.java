package io.fleet.metrics;

import io.fleet.protocol.Balance;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The meters of one Vert.x instance. Names are a promise; the labels are automation, state,
 * outcome, topic, kind and end alone. Thread-safe and never blocks.
 *
 * @since 0.1
 */
public final class Meters implements Shareable {
  private static final String ROOM = "__fleet.meters";
  private static final String AUTOMATION = "automation";
  private static final String TOPIC = "topic";

  /** How an execution ended, as label {@code outcome}. */
  public enum Outcome {
    /** It ended well. */
    OK,
    /** The item was at fault. */
    REJECTED,
    /** The item comes again. */
    RETRIED,
    /** It threw. */
    FAILED,
    /** It was interrupted by executeTimeout. */
    TIMEOUT,
    /** Its slot or worker died. */
    LOST;

    private final String label = name().toLowerCase(java.util.Locale.ROOT);

    String label() {
      return label;
    }
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Gauges gauges = new Gauges(registry);
  // Listens to the collectors for as long as the registry lives.
  private final JvmGcMetrics gc = new JvmGcMetrics();

  // Held here, since a registry holds weakly what it reads from; the newest of a kind counts.
  private final Map<String, Book> ledgers = new ConcurrentHashMap<>();

  private record Book(Supplier<Balance> balance, LongSupplier leaked) {}

  private Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** The one of this Vert.x instance; made at the first call. */
  public static Meters of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Meters>getLocalMap(ROOM)
        .computeIfAbsent("one", none -> new Meters());
  }

  /** Everything in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** The content type of {@link #scrape}. */
  public static String contentType() {
    return "text/plain; version=0.0.4; charset=utf-8";
  }

  /** How many slots of an automation are in a state; {@code SUSPECT} is one, too. */
  public void slots(String automation, String state, long count) {
    gauges.set("fleet.slots", automation(automation).and("state", state), count);
  }

  /** How many slots of an automation are in a state. */
  public void slots(String automation, SlotState state, long count) {
    slots(automation, state.name(), count);
  }

  /** How many slots of an automation are wanted. */
  public void desired(String automation, long count) {
    gauges.set("fleet.slots.desired", automation(automation), count);
  }

  /** Drops the gauges of an automation that is no longer there. */
  public void forget(String automation) {
    gauges.drop(AUTOMATION, automation);
  }

  /**
   * What a topic holds.
   *
   * @param lag records that its slowest reader was not given yet
   * @param oldest how long the oldest of them has waited
   * @param pending records given to readers and not acknowledged
   * @param dead its dead letters
   */
  public void stream(String topic, long lag, Duration oldest, long pending, long dead) {
    var tags = Tags.of(TOPIC, topic);
    gauges.set("fleet.stream.lag", tags, lag);
    gauges.set("fleet.stream.oldest.seconds", tags, oldest.toMillis() / 1_000.0);
    gauges.set("fleet.stream.pending", tags, pending);
    gauges.set("fleet.stream.dead", tags, dead);
  }

  /** Drops the gauges of a topic that is no longer known. */
  public void forgetStream(String topic) {
    gauges.drop(TOPIC, topic);
  }

  /** How many workers are in a state. */
  public void workers(String state, long count) {
    gauges.set("fleet.workers", Tags.of("state", state), count);
  }

  /** Whether this process leads. */
  public void leader(boolean leads) {
    gauges.set("fleet.leader", Tags.empty(), leads ? 1 : 0);
  }

  /** The present epoch. */
  public void epoch(long epoch) {
    gauges.set("fleet.epoch", Tags.empty(), epoch);
  }

  /** Whether what is observed is what is desired, and how many slots are not. */
  public void converged(boolean converged, long driftSlots) {
    gauges.set("fleet.converged", Tags.empty(), converged ? 1 : 0);
    gauges.set("fleet.drift.slots", Tags.empty(), driftSlots);
  }

  /** How many slots are not simply running and have not exactly one reason; must be 0. */
  public void unexplained(long count) {
    gauges.set("fleet.unexplained.slots", Tags.empty(), count);
  }

  /** One pass of the reconciler ended. */
  public void reconciled(Duration took) {
    io.micrometer.core.instrument.Timer.builder("fleet.reconcile")
        .publishPercentileHistogram(false)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry)
        .record(took);
  }

  /** A leader's write was refused since another leads. */
  public void fencedWrite() {
    registry.counter("fleet.fenced.writes").increment();
  }

  /** A heartbeat was answered. */
  public void heartbeat() {
    registry.counter("fleet.heartbeats").increment();
  }

  /** How many class loaders of automations were closed and do not go away. */
  public void loadersPinned(long count) {
    gauges.set("fleet.loaders.pinned", Tags.empty(), count);
  }

  /** Where the executions of an automation are counted; to be kept. */
  public Executions executions(String automation) {
    return new Executions(registry, automation(automation));
  }

  /** Time that a slot was RUNNING or DRAINING. */
  public void slotTime(String automation, Duration time) {
    registry.counter("fleet.slot.seconds", automation(automation)).increment(time.toNanos() / 1e9);
  }

  /** How a topic stands. */
  public void stream(String topic, long lag, double oldestSeconds, long pending, long dead) {
    var tags = Tags.of("topic", topic);
    gauges.set("fleet.stream.lag", tags, lag);
    gauges.set("fleet.stream.oldest.seconds", tags, oldestSeconds);
    gauges.set("fleet.stream.pending", tags, pending);
    gauges.set("fleet.stream.dead", tags, dead);
  }

  /** A record was emitted to a topic. */
  public void emitted(String topic) {
    registry.counter("fleet.stream.emitted", Tags.of("topic", topic)).increment();
  }

  /** A record was taken from a topic. */
  public void taken(String topic) {
    registry.counter("fleet.stream.taken", Tags.of("topic", topic)).increment();
  }

  /** A message of a feed was dropped for a reader that does not keep up. */
  public void feedDropped() {
    registry.counter("fleet.feed.dropped").increment();
  }

  /** How many messages of feeds were dropped so far. */
  public long feedsDropped() {
    return (long) registry.counter("fleet.feed.dropped").count();
  }

  /** What slots opened of a kind and how it ended, and what ended generations left open. */
  public void ledger(String kind, Supplier<Balance> balance, LongSupplier leaked) {
    if (ledgers.put(kind, new Book(balance, leaked)) != null) {
      return;
    }
    count(kind, "opened", Balance::opened);
    count(kind, "closed", Balance::closed);
    count(kind, "reaped", Balance::reaped);
    Gauge.builder("fleet.ledger.leaked", this, of -> of.book(kind).leaked().getAsLong())
        .tags("kind", kind)
        .register(registry);
  }

  private void count(String kind, String end, ToLongFunction<Balance> part) {
    FunctionCounter.builder(
            "fleet.ledger", this, of -> part.applyAsLong(of.book(kind).balance().get()))
        .tags("kind", kind, "end", end)
        .register(registry);
  }

  private Book book(String kind) {
    return Objects.requireNonNull(ledgers.get(kind));
  }

  private static Tags automation(String name) {
    // A slot's name here would be one series per slot.
    if (!SlotId.NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of an automation: " + name);
    }
    return Tags.of(AUTOMATION, name);
  }
}
