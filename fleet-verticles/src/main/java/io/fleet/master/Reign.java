package io.fleet.master;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.reconcile.Conditions;
import io.fleet.reconcile.Observed;
import io.fleet.reconcile.Plan;
import io.fleet.reconcile.Reconciler;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.SlotId;
import io.fleet.snapshot.Snapshot;
import io.fleet.store.FleetReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership, from its epoch's begin to the first doubt: observe, plan, write, nudge, and
 * again. Passes never overlap; a nudge during a pass means one more pass. It is never used again
 * after {@link #stop}. Runs on the master's event loop.
 */
final class Reign {
  private static final Logger log = LoggerFactory.getLogger(Reign.class);

  private final Vertx vertx;
  private final Leadership lead;
  private final LeaderStore store;
  private final FleetReader reader;
  private final Archive archive;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Runnable fenced;
  private final Observer observer;
  private final Nudges nudges;
  private final WhyBoard board = new WhyBoard();
  private final TreeMap<SlotId, SlotSpec> slots = new TreeMap<>();
  private final MasterMeters meters;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private DesiredState desired;
  private final Barrier barrier;
  private long nextN = 1;
  private long lastPassNanos;
  private long timer = -1;
  private boolean stopped;
  private boolean running;
  private boolean again;
  private boolean boardIsNew = true;

  Reign(
      Vertx vertx,
      Leadership lead,
      boolean clean,
      LeaderStore store,
      FleetReader reader,
      Archive archive,
      InstantSource clock,
      LongSupplier nanos,
      MasterMeters meters,
      Runnable fenced) {
    this.vertx = vertx;
    this.lead = lead;
    this.store = store;
    this.reader = reader;
    this.archive = archive;
    this.clock = clock;
    this.nanos = nanos;
    this.meters = meters;
    this.fenced = fenced;
    this.observer = new Observer(reader, nanos);
    this.nudges = new Nudges(vertx);
    this.desired = DesiredState.of(archive.current());
    this.barrier =
        new Barrier(!clean, lead.epoch(), desired.fleet().failover().deadAfter().toMillis());
    this.lastPassNanos = nanos.getAsLong();
  }

  /** Hears nudges and orders; only whoever leads is listening. */
  private void listen() {
    consumers.add(vertx.eventBus().consumer("__fleet.nudge.master", nudge -> nudge()));
    consumers.add(
        vertx
            .eventBus()
            .<JsonObject>consumer("__fleet.leader", request -> new Orders(this).obey(request)));
  }

  /** Reads what is, publishes what should be, and begins to work. */
  Future<Void> start() {
    return reader
        .specs()
        .compose(
            found -> {
              slots.putAll(found);
              return catchUp();
            })
        .compose(caughtUp -> publish())
        .onSuccess(
            published -> {
              listen();
              timer =
                  vertx.setPeriodic(
                      desired.fleet().failover().heartbeat().toMillis(), tick -> nudge());
              nudge();
            });
  }

  /**
   * The snapshot has each state before Redis has it. Where Redis shows a later one all the same,
   * the snapshot was damaged, lost or restored from a backup: what was applied since is taken back,
   * or the fleet would be stopped for the sake of a state that nobody wants any more.
   */
  private Future<Void> catchUp() {
    return reader
        .desired()
        .compose(
            published -> {
              var revision = Long.parseLong(published.getOrDefault("revision", "0"));
              var mine = archive.current().revision();
              if (revision <= mine) {
                return Future.succeededFuture();
              }
              log.warn(
                  "the snapshot is older than Redis, its later state is taken back snapshot={} redis={}",
                  mine,
                  revision);
              return archive
                  .commit(present -> present.withPublished(revision, published))
                  .onSuccess(next -> desired = DesiredState.of(next))
                  .mapEmpty();
            });
  }

  Leadership leadership() {
    return lead;
  }

  boolean recovering() {
    return barrier.standing();
  }

  DesiredState desired() {
    return desired;
  }

  /** Ends this leadership; whatever is under way is refused by the guard or does no harm. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    consumers.forEach(MessageConsumer::unregister);
  }

  /** Asks for a pass soon. */
  void nudge() {
    again = true;
    if (!running && !stopped) {
      go();
    }
  }

  /**
   * Takes a new desired state: durable in the snapshot first, then visible, then acted on. Fails
   * when the snapshot cannot be written, in which case nothing changed.
   */
  Future<Snapshot> apply(String spec, String hash, String actor) {
    return archive
        .commit(present -> present.withSpec(spec, hash, actor, clock.millis()))
        .compose(
            next -> {
              var state = DesiredState.of(next);
              var slower = !state.fleet().failover().equals(desired.fleet().failover());
              desired = state;
              if (slower && timer >= 0) {
                vertx.cancelTimer(timer);
                timer =
                    vertx.setPeriodic(
                        state.fleet().failover().heartbeat().toMillis(), tick -> nudge());
              }
              return publish().map(next);
            })
        .onSuccess(applied -> nudge());
  }

  private Future<Void> publish() {
    return store
        .putConfigs(lead, desired.configs())
        .compose(written -> store.putDesired(lead, desired.fields()))
        .compose(this::check)
        .onSuccess(written -> vertx.eventBus().publish("__fleet.nudge.api", ""));
  }

  private void go() {
    running = true;
    again = false;
    pass()
        .onComplete(
            done -> {
              running = false;
              if (done.failed() && !stopped) {
                log.warn("pass failed epoch={} error={}", lead.epoch(), done.cause().toString());
              }
              if (again && !stopped && done.succeeded()) {
                vertx.runOnContext(next -> nudge());
              }
            });
  }

  private Future<Void> pass() {
    var began = nanos.getAsLong();
    var gap = began - lastPassNanos;
    lastPassNanos = began;
    var failover = desired.fleet().failover();
    // A leader that was late itself cannot tell its own silence from theirs.
    var judging = gap < failover.heartbeat().plus(failover.lease().dividedBy(3)).toNanos();
    return observer
        .look(holders())
        .compose(workers -> remember(roster(workers)).map(workers))
        .compose(this::passBarrier)
        .compose(
            workers -> {
              var now =
                  new Conditions(lead.epoch(), nextN, barrier.standing(), judging, clock.millis());
              if (now.exhausted()) {
                // The next leadership begins with an epoch, and thus with numbers, of its own.
                fenced.run();
                return Future.failedFuture("the numbers of epoch " + lead.epoch() + " are used up");
              }
              var plan =
                  Reconciler.plan(
                      desired.desired(),
                      Observed.of(slots, workers, observer.watchingMillis()),
                      now);
              nextN = plan.nextN();
              meters.passed(nanos.getAsLong() - began);
              return stopped ? Future.succeededFuture() : write(plan, workers);
            });
  }

  /** Whoever may be given a slot must be in the snapshot first, or a lost Redis could hide him. */
  private Future<Void> remember(Roster roster) {
    var before = archive.current().workers();
    var known = roster.known(barrier.standing() ? before : List.of());
    return known.equals(before)
        ? Future.succeededFuture()
        : archive.commit(present -> present.withWorkers(known)).mapEmpty();
  }

  private Future<Map<String, WorkerView>> passBarrier(Map<String, WorkerView> workers) {
    if (!barrier.falls(archive.current().workers(), workers, observer.watchingMillis())) {
      return Future.succeededFuture(workers);
    }
    log.info("barrier is over epoch={} after_ms={}", lead.epoch(), observer.watchingMillis());
    return store.markClean(lead).compose(this::check).map(workers);
  }

  private Future<Void> write(Plan plan, Map<String, WorkerView> workers) {
    return store
        .move(lead, plan.moves())
        .compose(verdicts -> settle(plan.moves(), verdicts))
        .compose(settled -> store.remove(lead, plan.removals(), clock.millis()))
        .compose(
            verdicts -> {
              for (var i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i) == Verdict.OK) {
                  slots.remove(plan.removals().get(i).slot());
                  again = true;
                }
              }
              return verdicts.contains(Verdict.FENCED)
                  ? check(Verdict.FENCED)
                  : Future.succeededFuture();
            })
        .compose(removed -> sayWhy(plan))
        .compose(said -> dismiss(workers));
  }

  private Future<Void> settle(List<Transition> moves, List<Verdict> verdicts) {
    var written = new ArrayList<Transition>();
    var stale = new ArrayList<SlotId>();
    for (var i = 0; i < moves.size(); i++) {
      var move = moves.get(i);
      switch (verdicts.get(i)) {
        case OK -> {
          slots.put(move.to().slot(), owned(move.to()));
          written.add(move);
          log.debug(
              "slot moved slot={} gen={} from={} to={} worker={} cause={}",
              move.to().slot(),
              move.to().gen(),
              move.from().state(),
              move.to().state(),
              move.to().worker(),
              move.to().cause());
        }
        case STALE -> stale.add(move.to().slot());
        case FENCED -> {
          return check(Verdict.FENCED);
        }
        case ALIVE, BUDGET ->
            log.debug("move refused slot={} verdict={}", move.to().slot(), verdicts.get(i));
      }
    }
    nudges.send(written);
    again |= !written.isEmpty() || !stale.isEmpty();
    return reader
        .specs(stale)
        .map(
            found -> {
              stale.forEach(slot -> slots.remove(slot));
              slots.putAll(found);
              return null;
            });
  }

  /** The script wrote our epoch. */
  private SlotSpec owned(SlotSpec to) {
    return new SlotSpec(
        to.slot(),
        to.gen(),
        to.state(),
        to.worker(),
        to.boot(),
        to.cfg(),
        lead.epoch(),
        to.cause(),
        to.sinceMillis(),
        to.untilMillis(),
        to.failures(),
        to.detail());
  }

  private Future<Void> sayWhy(Plan plan) {
    var replace = boardIsNew;
    var changes = board.changes(plan.reasons(), clock.millis(), replace);
    // Until it is known to be written, all of it has to be written again.
    boardIsNew = true;
    return store
        .putWhy(lead, changes, replace)
        .compose(this::check)
        .onSuccess(written -> boardIsNew = false);
  }

  /** A worker that said good-bye is forgotten, so that a later barrier does not wait for it. */
  private Future<Void> dismiss(Map<String, WorkerView> workers) {
    return roster(workers)
        .gone()
        .map(
            worker ->
                store
                    .forget(lead, worker.name(), worker.beat())
                    .onSuccess(
                        verdict ->
                            log.info("worker left worker={} verdict={}", worker.name(), verdict))
                    .<Void>mapEmpty())
        .orElse(Future.succeededFuture());
  }

  private Roster roster(Map<String, WorkerView> workers) {
    return new Roster(workers, holders(), desired.fleet().failover());
  }

  private Set<String> holders() {
    return slots.values().stream()
        .map(SlotSpec::worker)
        .filter(worker -> !worker.isEmpty())
        .collect(Collectors.toSet());
  }

  private Future<Void> check(Verdict verdict) {
    if (verdict == Verdict.FENCED) {
      meters.fenced();
      fenced.run();
      return Future.failedFuture("fenced: another leads, or Redis is another one");
    }
    return Future.succeededFuture();
  }
}
