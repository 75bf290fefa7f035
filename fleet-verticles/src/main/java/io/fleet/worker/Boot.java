package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigType;
import io.fleet.config.SpecJson;
import io.fleet.metrics.Meters;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.Report;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.store.WorkerStore;
import io.fleet.stream.Fence;
import io.fleet.stream.Streams;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One boot of a worker: from its first heartbeat to the end of its last slot. Beats regularly and
 * on every change, carries out what the answers ask for, and never speaks again once its lease has
 * run out. All but the watchdog's calls run on one event loop.
 */
final class Boot implements Watchdog.Watched {
  private static final Logger log = LoggerFactory.getLogger(Boot.class);
  private static final long SOONEST_MILLIS = 50;

  /** What a boot tells the worker that made it. */
  interface Owner {
    /** It has ended by itself; the next boot must be above {@code floor}. */
    void over(Boot boot, long floor);

    /** Code of a slot will not stop. */
    void stuck(Boot boot);
  }

  private record Hosted(SlotVerticle verticle, Promise<String> deployed) {}

  private final Vertx vertx;
  private final Context context;
  private final WorkerSettings settings;
  private final long number;
  private final Catalog catalog;
  private final WorkerStore store;
  private final Owner owner;
  private final Identity identity;
  private final Lease lease = new Lease(System::nanoTime);
  private final DesiredView desired;
  private final Surroundings around;
  private final SlotBook book;
  private final Map<String, Hosted> slots = new ConcurrentHashMap<>();
  private final Map<String, Tally> tallies = new HashMap<>();
  private final Meters meters;
  private final Watchdog watchdog;
  private final java.util.function.LongConsumer pulse;
  private long seq;
  private long seen;
  private long told;
  private long timer = -1;
  private long lastBeatNanos;
  private boolean beating;
  private boolean again;
  private boolean leaving;
  private volatile boolean fenced;
  private boolean over;

  Boot(
      Vertx vertx,
      WorkerSettings settings,
      long number,
      Catalog catalog,
      WorkerStore store,
      Streams streams,
      Identity identity,
      java.util.function.LongConsumer pulse,
      Owner owner) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.number = number;
    this.catalog = catalog;
    this.store = store;
    this.identity = identity;
    this.pulse = pulse;
    this.owner = owner;
    this.meters = Meters.of(vertx);
    this.desired = new DesiredView(store);
    this.around =
        new Surroundings(streams, store, desired, lease, InstantSource.system(), System::nanoTime);
    this.book = new SlotBook(settings.name(), number, InstantSource.system());
    this.watchdog = new Watchdog(lease, this, settings.halt());
  }

  long number() {
    return number;
  }

  /** Reads the desired state, then begins to beat. */
  void start() {
    log.info("boot begins worker={} boot={}", settings.name(), number);
    watchdog.start();
    desired
        .refresh()
        .onComplete(
            read -> {
              beat();
              schedule();
            });
  }

  /** Why this worker is not ready, if it is not. */
  Optional<String> complaint() {
    return lease.valid()
        ? Optional.empty()
        : Optional.of("no heartbeat was answered in time: is Redis there, and does a master lead?");
  }

  /** Somebody says that there is something to see. */
  void nudge() {
    soon();
  }

  /**
   * Takes nothing more, ends every slot within its drain deadline, and completes when the leader
   * has seen it.
   */
  Future<Void> leave(Duration atMost) {
    leaving = true;
    book.touch();
    slots
        .values()
        .forEach(
            slot ->
                slot.verticle()
                    .stop(min(slot.verticle().tenancy().spec().drainDeadline(), atMost)));
    soon();
    var done = Promise.<Void>promise();
    // Once nothing lives, the leader gets two heartbeats' time to see it; nothing rests on its
    // having seen it.
    var patience = desired.fleet().failover().heartbeat().multipliedBy(2).toNanos();
    var ended = new long[1];
    vertx.setPeriodic(
        20,
        id -> {
          var now = System.nanoTime();
          if (ended[0] == 0 && !book.living() && slots.isEmpty()) {
            ended[0] = now;
          }
          var seenByLeader = book.isEmpty() && slots.isEmpty();
          if (seenByLeader || over || (ended[0] != 0 && now - ended[0] > patience)) {
            vertx.cancelTimer(id);
            done.tryComplete();
          }
        });
    return done.future().eventually(this::end);
  }

  private Future<Void> end() {
    over = true;
    vertx.cancelTimer(timer);
    watchdog.stop();
    return Future.succeededFuture();
  }

  // Heartbeats.

  private void schedule() {
    if (over || fenced) {
      return;
    }
    var heartbeat = desired.fleet().failover().heartbeat().toMillis();
    var jitter = 0.9 + ThreadLocalRandom.current().nextDouble() * 0.2;
    timer =
        vertx.setTimer(
            Math.max(1, (long) (heartbeat * jitter)),
            tick -> {
              beat();
              schedule();
            });
  }

  /** An extra beat, but not more often than each 50 ms. */
  private void soon() {
    if (again || over || fenced) {
      return;
    }
    again = true;
    var since = (System.nanoTime() - lastBeatNanos) / 1_000_000;
    vertx.setTimer(
        Math.max(1, SOONEST_MILLIS - since),
        go -> {
          if (!beating) {
            again = false;
            beat();
          }
        });
  }

  private void beat() {
    if (beating || over || fenced) {
      again |= beating;
      return;
    }
    if (lease.lapsed()) {
      fence();
      return;
    }
    beating = true;
    var sent = System.nanoTime();
    lastBeatNanos = sent;
    var revision = book.revision();
    store
        .heartbeat(
            report(), new Beat(number, ++seq, revision, seen), desired.fleet().failover().lease())
        .compose(reply -> desired.refresh().otherwiseEmpty().map(reply))
        .onComplete(
            answered -> {
              beating = false;
              if (answered.failed()) {
                log.debug(
                    "heartbeat unanswered worker={} error={}",
                    settings.name(),
                    answered.cause().getMessage());
              } else if (!fenced) {
                heard(answered.result(), sent, revision);
              }
              if (again) {
                again = false;
                soon();
              }
            });
  }

  private Report report() {
    Map<String, AutomationStats> stats =
        tallies.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().stats()));
    return new Report(
        Report.VERSION,
        settings.name(),
        identity.host(),
        identity.pid(),
        settings.capacity(),
        settings.labels(),
        catalog.classNames(),
        book.reports(),
        leaving,
        stats,
        identity.rssBytes());
  }

  private void heard(HeartbeatReply reply, long sent, long revision) {
    switch (reply) {
      case HeartbeatReply.Reboot(var certified) -> reboot(certified);
      case HeartbeatReply.Old(var later) -> reboot(later);
      case Heard heard -> {
        if (heard.epoch() < seen
            || !lease.renewed(sent, desired.fleet().failover().lease().toNanos())) {
          return;
        }
        meters.heartbeat();
        pulse.accept(lease.endNanos());
        var newEpoch = heard.adopted() && heard.epoch() > seen;
        if (newEpoch) {
          seen = heard.epoch();
        }
        book.hear(heard, !leaving).forEach(this::obey);
        // The leader waits for our word on a new epoch, and for whatever changed meanwhile.
        if (newEpoch || book.revision() != revision) {
          soon();
        }
        if (revision != told) {
          told = revision;
          vertx.eventBus().publish("__fleet.nudge.master", "");
        }
      }
    }
  }

  // Orders.

  private void obey(Order order) {
    switch (order) {
      case Order.Start(var slot, var gen, var cfg) -> take(slot, gen, cfg);
      case Order.Stop(var slot, var gen, var replaced) -> {
        var hosted = slots.get(slot);
        if (hosted != null && hosted.verticle().tenancy().fence().gen() == gen) {
          hosted
              .verticle()
              .stop(replaced ? Duration.ZERO : hosted.verticle().tenancy().spec().drainDeadline());
        }
      }
    }
  }

  private void take(String slot, long gen, String cfg) {
    store
        .config(cfg)
        .compose(
            text ->
                text.map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture("config " + cfg + " is not in the store")))
        .compose(
            text ->
                vertx.executeBlocking(
                    () -> tenancy(SlotId.of(slot), gen, SpecJson.readAutomation(text))))
        .onFailure(e -> ended(slot, gen, Ending.failed(Failure.text(e))))
        .onSuccess(
            found ->
                found.ifRefused(why -> ended(slot, gen, Ending.refused(why))).ifReady(this::host));
  }

  /** Off the event loop: looks at classes and binds the config. */
  private Tenant tenancy(SlotId slot, long gen, AutomationSpec spec) {
    var type = catalog.find(spec.className());
    if (type.isEmpty()) {
      return Tenant.refused(
          spec.className() + " is not on the class path of worker " + settings.name());
    }
    var version = type.get().version();
    if (version.isPresent() && !version.get().equals(spec.version())) {
      return Tenant.refused(
          "%s is version %s here, not %s"
              .formatted(spec.className(), version.get(), spec.version()));
    }
    return bind(slot, gen, spec, type.get());
  }

  private Tenant bind(SlotId slot, long gen, AutomationSpec spec, AutomationType type) {
    var bound = ConfigType.of(type.configType()).bind(spec.config());
    var fence = new Fence(slot.toString(), gen, settings.name(), number);
    return bound
        .value()
        .map(config -> Tenant.ready(new Tenancy(slot, fence, spec, type, config)))
        .orElseGet(
            () ->
                Tenant.refused(
                    "CONFIG_REFUSED: "
                        + bound.problems().stream()
                            .map(problem -> problem.path() + ": " + problem.what())
                            .collect(Collectors.joining("; "))));
  }

  private void host(Tenancy tenancy) {
    var slot = tenancy.slot().toString();
    var gen = tenancy.fence().gen();
    var tally =
        tallies.computeIfAbsent(tenancy.slot().automation(), name -> new Tally(meters, name));
    var verticle =
        new SlotVerticle(
            tenancy,
            around,
            tally,
            (phase, detail, permanent) ->
                context.runOnContext(go -> phase(slot, gen, phase, detail, permanent)));
    var hosted = new Hosted(verticle, Promise.promise());
    slots.put(slot, hosted);
    deploy(verticle, tenancy).onComplete(hosted.deployed());
    hosted
        .deployed()
        .future()
        .onFailure(
            e -> {
              slots.remove(slot, hosted);
              ended(slot, gen, Ending.failed(Failure.text(e)));
            });
    if (fenced || leaving) {
      verticle.stop(Duration.ZERO);
    }
  }

  /**
   * As a deployment of its own: a child of the worker's verticle would be undeployed before the
   * worker could say that it leaves.
   */
  private Future<String> deploy(SlotVerticle verticle, Tenancy tenancy) {
    var deployed = Promise.<String>promise();
    var options = new DeploymentOptions().setClassLoader(tenancy.type().loader());
    Thread.ofVirtual()
        .name("deploy-" + tenancy.slot())
        .start(
            () ->
                vertx
                    .deployVerticle(verticle, options)
                    .onComplete(done -> context.runOnContext(go -> deployed.handle(done))));
    return deployed.future();
  }

  private void phase(String slot, long gen, Phase phase, String detail, boolean permanent) {
    if (phase.living()) {
      book.phase(slot, gen, phase, detail, permanent);
      if (phase == Phase.STUCK) {
        owner.stuck(this);
      }
      soon();
      return;
    }
    var hosted = slots.remove(slot);
    var ending = new Ending(phase, detail, permanent);
    (hosted == null
            ? Future.<Void>succeededFuture()
            : hosted.deployed().future().compose(vertx::undeploy))
        .onComplete(gone -> ended(slot, gen, ending));
  }

  private void ended(String slot, long gen, Ending ending) {
    book.phase(slot, gen, ending.phase(), ending.detail(), ending.permanent());
    soon();
    rebootWhenEmpty();
  }

  // The end of a boot that lost its lease or was declared dead.

  private long floor;

  private void reboot(long above) {
    floor = Math.max(floor, above);
    fence();
  }

  /**
   * Ends everything now, says nothing more, and starts over with a later boot when nothing lives.
   */
  @Override
  public void fence() {
    if (fenced) {
      return;
    }
    fenced = true;
    context.runOnContext(
        go -> {
          log.warn("fenced worker={} boot={} slots={}", settings.name(), number, slots.size());
          slots.values().forEach(slot -> slot.verticle().stop(Duration.ZERO));
          rebootWhenEmpty();
        });
  }

  private void rebootWhenEmpty() {
    if (fenced && !over && !book.living()) {
      end();
      owner.over(this, Math.max(floor, number));
    }
  }

  // The watchdog's view; its calls come from its own thread.

  @Override
  public void tick(long now) {
    pulse.accept(lease.endNanos());
    slots.values().forEach(slot -> slot.verticle().check(now));
  }

  @Override
  public boolean living() {
    return !slots.isEmpty();
  }

  @Override
  public Duration period() {
    return desired.fleet().failover().watchdog();
  }

  @Override
  public Duration grace() {
    return desired.fleet().failover().stopGrace();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** How a slot's code and config were found. */
  private record Tenant(Optional<Tenancy> tenancy, String refusal) {
    static Tenant ready(Tenancy tenancy) {
      return new Tenant(Optional.of(tenancy), "");
    }

    static Tenant refused(String why) {
      return new Tenant(Optional.empty(), why);
    }

    Tenant ifRefused(java.util.function.Consumer<String> then) {
      if (tenancy.isEmpty()) {
        then.accept(refusal);
      }
      return this;
    }

    void ifReady(java.util.function.Consumer<Tenancy> then) {
      tenancy.ifPresent(then);
    }
  }
}
