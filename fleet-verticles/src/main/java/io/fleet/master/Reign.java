package io.fleet.master;

import io.fleet.config.FleetSpec;
import io.fleet.loop.Loop;
import io.fleet.reconcile.Conditions;
import io.fleet.reconcile.FleetIndex;
import io.fleet.reconcile.Pins;
import io.fleet.reconcile.Policies;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.Generation;
import io.fleet.snapshot.Snapshot;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership, from its epoch's begin to the first doubt: observe, plan, write, nudge, and
 * again. Passes never overlap; a nudge during a pass means one more pass. It is never used again
 * after {@link #stop}. Runs on the master's event loop.
 */
public final class Reign {
  private static final Logger log = LoggerFactory.getLogger(Reign.class);

  private final Loop loop;
  private final Leadership lead;
  private final LeaderStore store;
  private final LeaderReader reader;
  private final Archive archive;
  private final Runnable fenced;
  private final Observer observer;
  private final Signals signals;
  private final StandingBoard standings;
  private final Policies policies = new Policies();
  private Map<String, WorkerView> workersSeen = Map.of();
  private final FleetIndex index = new FleetIndex();
  private final MasterMeters meters;
  private final Publication publication;
  private final Scribe scribe;
  private final Barrier barrier;
  private long nextN = 1;
  private long lastPassNanos;
  private long timer = -1;
  private boolean stopped;
  private boolean running;
  private boolean again;
  private Runnable deaf = () -> {};

  Reign(
      Loop loop,
      Leadership lead,
      boolean clean,
      LeaderStore store,
      LeaderReader reader,
      Archive archive,
      Signals signals,
      MasterMeters meters,
      Runnable fenced) {
    this.loop = loop;
    this.lead = lead;
    this.store = store;
    this.reader = reader;
    this.archive = archive;
    this.meters = meters;
    this.fenced = fenced;
    this.observer = new Observer(reader, loop::nanos);
    this.signals = signals;
    this.standings = new StandingBoard(store, lead);
    this.publication =
        new Publication(store, lead, signals, this::check, DesiredState.of(archive.current()));
    this.scribe =
        new Scribe(loop, lead, store, reader, index, policies, signals, this::check, fenced);
    this.barrier =
        new Barrier(
            !clean,
            lead.epoch(),
            desired().fleet().failover().deadAfter().plus(reader.splitDoubt()).toMillis());
    this.lastPassNanos = loop.nanos();
  }

  /** Reads what is, publishes what should be, and begins to work. */
  Future<Void> start() {
    return reader
        .specs()
        .compose(
            found -> {
              found.values().forEach(spec -> scribe.read(spec, desired().desired()));
              return catchUp();
            })
        .compose(caughtUp -> publication.show())
        .onSuccess(
            published -> {
              deaf = signals.listen(this);
              tick();
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
              return commit(present -> present.withPublished(revision, published))
                  .onSuccess(next -> publication.hold(DesiredState.of(next)))
                  .mapEmpty();
            });
  }

  /** Whose writes these are. */
  public Leadership leadership() {
    return lead;
  }

  boolean recovering() {
    return barrier.standing();
  }

  DesiredState desired() {
    return publication.desired();
  }

  /** Ends this leadership; whatever is under way is refused by the guard or does no harm. */
  void stop() {
    stopped = true;
    loop.cancel(timer);
    deaf.run();
  }

  /** A pass each H, whatever happens; the profile may have changed since the last one. */
  private void tick() {
    if (!stopped) {
      timer = loop.after(desired().fleet().failover().heartbeat(), this::tick);
      nudge();
    }
  }

  /** Asks for a pass soon. */
  public void nudge() {
    again = true;
    if (!running && !stopped) {
      go();
    }
  }

  /**
   * Takes a new desired state: durable in the snapshot first, then visible, then acted on. Fails
   * when the snapshot cannot be written, in which case nothing changed.
   */
  public Future<Snapshot> apply(String spec, String hash, String actor) {
    var before = desired().code();
    return commit(present -> present.withSpec(spec, hash, actor, loop.millis()))
        .compose(
            next -> {
              publication.hold(DesiredState.of(next));
              // It is durable, so it holds, however long the store needs to show it.
              return publication.show().otherwiseEmpty().map(next);
            })
        .onSuccess(
            applied -> {
              if (!before.containsAll(desired().code())) {
                // Each says at once which of the code that is wanted now it has.
                archive.current().workers().forEach(signals::worker);
              }
              nudge();
            });
  }

  /**
   * Takes an order of a person: durable in the snapshot first, then visible, then acted on. Fails
   * when the snapshot cannot be written, in which case nothing changed; true when there was
   * something to change.
   */
  Future<Boolean> order(Steering steering) {
    var changed = new AtomicBoolean();
    return commit(
            present -> {
              var next = steering.on(world(present)).intents();
              changed.set(!next.equals(present.intents()));
              return present.withIntents(next);
            })
        .compose(
            next -> {
              publication.hold(DesiredState.of(next));
              return publication.show().otherwiseEmpty().map(changed.get());
            })
        .onSuccess(ordered -> nudge());
  }

  /** A fleet that is to be applied, each version of it pinned to what workers have of it now. */
  FleetSpec pinned(FleetSpec wanted) {
    return Pins.of(wanted, desired().fleet(), workersSeen.values());
  }

  /** What an order is checked against. */
  World world(Snapshot snapshot) {
    return new World(
        desired().fleet(),
        index,
        workersSeen.keySet(),
        snapshot.intents(),
        (lead.epoch() << Generation.COUNTER_BITS) + nextN,
        barrier.standing(),
        loop.millis());
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
                loop.run(this::nudge);
              }
            });
  }

  private Future<Void> pass() {
    var began = loop.nanos();
    var gap = began - lastPassNanos;
    lastPassNanos = began;
    var judging = onTime(gap);
    return publication
        .show()
        .compose(shown -> scribe.readAgain(desired().desired()))
        .compose(sure -> observer.look(index.holders()))
        .compose(workers -> remember(roster(workers)))
        .compose(this::passBarrier)
        .compose(
            workers -> {
              var judged = judge(workers);
              var now =
                  new Conditions(
                      lead.epoch(),
                      nextN,
                      barrier.standing(),
                      judging,
                      judged.braked(),
                      loop.millis());
              if (!publication.isShown()) {
                again = true;
                return Future.succeededFuture();
              }
              if (now.exhausted()) {
                // The next leadership begins with an epoch, and thus with numbers, of its own.
                fenced.run();
                return Future.failedFuture("the numbers of epoch " + lead.epoch() + " are used up");
              }
              var step =
                  index.plan(desired().desired(), judged.workers(), observer.watchingMillis(), now);
              nextN = step.nextN();
              meters.passed(loop.nanos() - began);
              return stopped
                  ? Future.succeededFuture()
                  : scribe
                      .write(step)
                      .onSuccess(more -> again |= more)
                      .compose(written -> dismiss(workers))
                      .compose(written -> standings.say(judged, loop.millis()))
                      .compose(this::check);
            });
  }

  private Policies.Judged judge(Map<String, WorkerView> workers) {
    workersSeen = Map.copyOf(workers);
    return policies.judge(
        workers,
        desired().source().intents(),
        desired().slots(),
        index.used(),
        2 * desired().fleet().failover().heartbeat().toMillis(),
        loop.nanos() / 1_000_000);
  }

  /** A leader that was late itself cannot tell its own silence from theirs. */
  private boolean onTime(long gapNanos) {
    var failover = desired().fleet().failover();
    return gapNanos < failover.heartbeat().plus(failover.lease().dividedBy(3)).toNanos();
  }

  /** Whoever may be given a slot must be in the snapshot first, or a lost Redis could hide him. */
  private Future<Map<String, WorkerView>> remember(Roster roster) {
    var before = archive.current().workers();
    var known = roster.known(barrier.standing() ? before : List.of());
    if (known.equals(before)) {
      return Future.succeededFuture(roster.workers());
    }
    return commit(present -> present.withWorkers(known))
        .map(roster.workers())
        .recover(
            e -> {
              if (e instanceof Superseded) {
                return Future.failedFuture(e);
              }
              log.warn("snapshot not written epoch={} error={}", lead.epoch(), e.getMessage());
              return Future.succeededFuture(roster.withoutRoomForStrangers(before));
            });
  }

  private Future<Snapshot> commit(UnaryOperator<Snapshot> change) {
    return archive
        .commit(change)
        .onFailure(
            e -> {
              if (e instanceof Superseded) {
                fenced.run();
              }
            });
  }

  private Future<Map<String, WorkerView>> passBarrier(Map<String, WorkerView> workers) {
    if (!barrier.falls(archive.current().workers(), workers, observer.watchingMillis())) {
      return Future.succeededFuture(workers);
    }
    log.info("barrier is over epoch={} after_ms={}", lead.epoch(), observer.watchingMillis());
    return store.markClean(lead).compose(this::check).map(workers);
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
    return new Roster(workers, index.holders(), desired().fleet().failover());
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
