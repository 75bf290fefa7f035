package io.fleet.master;

import io.fleet.config.Failover;
import io.fleet.loop.Loop;
import io.fleet.store.LeaderStore;
import io.fleet.store.LeaderStore.Acquired;
import io.fleet.store.LeaderStore.Begun;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the leader lease, makes an epoch durable, begins it, and renews the lease each fifth of its
 * time. On any doubt it steps down and starts over with a new token: two leaders that overlap are
 * harmless, since every write carries the guard. Runs on one event loop.
 */
final class Election {
  private static final Logger log = LoggerFactory.getLogger(Election.class);

  /** Makes the work of a new leadership. */
  interface Coronation {
    Reign crown(Leadership lead, boolean clean, Runnable fenced);
  }

  private final Loop loop;
  private final LeaderStore store;
  private final Archive archive;
  private final Origin origin;
  private final Supplier<String> tokens;
  private final MasterMeters meters;
  private final Coronation coronation;
  private @Nullable Reign reign;
  private long heldUntilNanos;
  private long timer = -1;
  private boolean busy;
  private boolean stopped;
  private volatile String complaint = "";

  Election(
      Loop loop,
      LeaderStore store,
      Archive archive,
      Origin origin,
      Supplier<String> tokens,
      MasterMeters meters,
      Coronation coronation) {
    this.loop = loop;
    this.store = store;
    this.archive = archive;
    this.origin = origin;
    this.tokens = tokens;
    this.meters = meters;
    this.coronation = coronation;
  }

  /** Campaigns at once and then regularly. */
  void start() {
    tick();
  }

  /** The present leadership, if it is ours and not in doubt. */
  Optional<Reign> reign() {
    return loop.nanos() < heldUntilNanos ? Optional.ofNullable(reign) : Optional.empty();
  }

  /** Why it cannot lead although nobody else does; empty when it leads or another does. */
  Optional<String> complaint() {
    return Optional.of(complaint).filter(text -> !text.isEmpty());
  }

  /** Steps down and gives the lease back, so that a standby need not wait. */
  Future<Void> stop() {
    stopped = true;
    loop.cancel(timer);
    var former = reign;
    stepDown("stopping");
    return former == null
        ? Future.succeededFuture()
        : store.resign(former.leadership().token()).otherwiseEmpty();
  }

  private Failover failover() {
    var present = reign;
    return present == null ? Failover.BALANCED : present.desired().fleet().failover();
  }

  private void tick() {
    if (stopped) {
      return;
    }
    timer = loop.after(failover().leaderLease().dividedBy(5), this::tick);
    if (busy) {
      // An answer is overdue: past the safe part of the lease that is a doubt.
      expire();
      return;
    }
    busy = true;
    (reign == null ? campaign() : renew())
        .onComplete(
            done -> {
              busy = false;
              if (done.failed()) {
                log.debug("election round failed error={}", done.cause().toString());
                expire();
              }
            });
  }

  private void expire() {
    if (reign != null && loop.nanos() >= heldUntilNanos) {
      stepDown("the lease could not be renewed");
    }
  }

  private Future<Void> renew() {
    var present = reign;
    if (present == null) {
      return Future.succeededFuture();
    }
    var sent = loop.nanos();
    var lease = failover().leaderLease();
    return store
        .renew(present.leadership(), lease)
        .compose(
            verdict -> {
              if (verdict != Verdict.OK) {
                stepDown("another leads, or Redis is another one");
              } else if (loop.nanos() >= heldUntilNanos) {
                // The answer is good, but it came when the lease might have been over: what was in
                // doubt once is not taken up again.
                stepDown("the lease was renewed too late");
              } else if (present == reign) {
                heldUntilNanos = sent + safe(lease);
              }
              return Future.succeededFuture();
            });
  }

  private Future<Void> campaign() {
    var token = tokens.get();
    var sent = loop.nanos();
    var lease = failover().leaderLease();
    return store
        .acquire(token, lease)
        .compose(
            acquired -> {
              if (acquired.held()) {
                complaint = "";
                return Future.succeededFuture();
              }
              return begin(token, acquired, sent + safe(lease))
                  .recover(
                      e ->
                          store
                              .resign(token)
                              .otherwiseEmpty()
                              .compose(x -> Future.failedFuture(e)));
            });
  }

  private Future<Void> begin(String token, Acquired acquired, long heldUntil) {
    var highest = acquired.highestEpoch();
    return archive
        .load()
        .compose(snapshot -> origin.of(snapshot, highest))
        .compose(
            from -> {
              var epoch = Math.max(from.epoch(), highest) + 1;
              return archive
                  .commit(loaded -> from.withEpoch(epoch))
                  .compose(durable -> store.init(token, epoch))
                  .compose(begun -> crown(token, epoch, begun, heldUntil));
            })
        .onFailure(this::complain);
  }

  /** Once for each reason: it is tried again several times a second. */
  private void complain(Throwable e) {
    var text = String.valueOf(e.getMessage());
    if (!text.equals(complaint)) {
      log.warn("cannot lead error={}", text);
    }
    complaint = text;
  }

  private Future<Void> crown(String token, long epoch, Begun begun, long heldUntil) {
    if (!"OK".equals(begun.outcome()) || stopped || loop.nanos() >= heldUntil) {
      return Future.failedFuture("epoch " + epoch + " not begun: " + begun.outcome());
    }
    var lead = new Leadership(token, epoch, begun.runId());
    var done = Promise.<Void>promise();
    var crowned = coronation.crown(lead, begun.clean(), () -> stepDown("a write was refused"));
    reign = crowned;
    heldUntilNanos = heldUntil;
    complaint = "";
    meters.leads(true, epoch);
    log.info("leading epoch={} clean={}", epoch, begun.clean());
    crowned.start().onComplete(done);
    return done.future().onFailure(e -> stepDown("the start failed: " + e.getMessage()));
  }

  private void stepDown(String why) {
    var former = reign;
    reign = null;
    if (former != null) {
      former.stop();
      // So that the next need not wait for the lease's end; the guard keeps what is under way off.
      store.resign(former.leadership().token());
      meters.leads(false, 0);
      log.info("stepped down epoch={} reason={}", former.leadership().epoch(), why);
    }
  }

  private static long safe(Duration lease) {
    return lease.toNanos() * 97 / 100;
  }
}
