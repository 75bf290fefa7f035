package io.fleet.worker;

import io.fleet.automation.Catalog;
import io.fleet.metrics.Meters;
import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.Report;
import io.fleet.slot.Phase;
import io.fleet.store.WorkerStore;
import io.fleet.stream.Streams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
  private final SlotBook book;
  private final SlotHost host;
  private final Meters meters;
  private final Watchdog watchdog;
  private final java.util.function.LongConsumer pulse;
  private long seq;
  private long seen;
  private long told;
  private long floor;
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
    this.book = new SlotBook(settings.name(), number, InstantSource.system());
    var around =
        new Surroundings(streams, store, desired, lease, InstantSource.system(), System::nanoTime);
    var tenants = new Tenants(catalog, settings.name(), number);
    this.host = new SlotHost(vertx, tenants, around, this::phase);
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
   * has seen it. What is stuck ends with the JVM alone, so it is not waited for.
   */
  Future<Void> leave(Duration atMost) {
    leaving = true;
    book.touch();
    host.quiet(atMost);
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
          if (ended[0] == 0 && !book.ending() && host.size() <= book.stuck()) {
            ended[0] = now;
          }
          var seenByLeader = book.isEmpty() && host.isEmpty();
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
        host.stats(),
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
      case Order.Start(var slot, var gen, var cfg) -> host.take(slot, gen, cfg);
      case Order.Stop(var slot, var gen, var replaced) -> host.stop(slot, gen, replaced);
    }
  }

  private void phase(String slot, long gen, Ending said) {
    book.phase(slot, gen, said.phase(), said.detail(), said.permanent());
    if (said.phase() == Phase.STUCK) {
      owner.stuck(this);
    }
    soon();
    rebootWhenEmpty();
  }

  // The end of a boot that lost its lease or was declared dead.

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
          log.warn("fenced worker={} boot={}", settings.name(), number);
          host.quiet(Duration.ZERO);
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
    host.check(now);
  }

  @Override
  public boolean living() {
    return !host.isEmpty();
  }

  @Override
  public Duration period() {
    return desired.fleet().failover().watchdog();
  }

  @Override
  public Duration grace() {
    return desired.fleet().failover().stopGrace();
  }
}
