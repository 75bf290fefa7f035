package io.fleet.worker;

import io.fleet.loop.Loop;
import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.slot.Phase;
import io.fleet.store.WorkerStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One boot of a worker: from its first heartbeat to the end of its last slot. Beats regularly and
 * on every change, carries out what the answers ask for, and never speaks again once its lease has
 * run out. All but the watch's calls run on one loop.
 *
 * @since 0.1
 */
public final class Boot implements Watch.Watched {
  private static final Logger log = LoggerFactory.getLogger(Boot.class);
  private static final Duration SOONEST = Duration.ofMillis(50);

  /** Each beat tells of all slots; as often with many as with few it would cost their square. */
  private static final int SLOTS_A_MILLI = 20;

  /** What a boot tells the worker that made it. */
  public interface Owner {
    /** Begins to look at the lease; the answer ends that. */
    Runnable watch(Boot boot);

    /** It has ended by itself; the next boot must be above {@code floor}. */
    void over(Boot boot, long floor);

    /** Code of a slot will not stop. */
    void stuck(Boot boot);

    /** The lease ends then, by the monotonic clock; for the shell. */
    void pulse(long endNanos);

    /** A heartbeat was answered. */
    void answered();

    /** The leader has something new to read. */
    void reported();

    /** A leader of a new epoch has adopted this Redis, which may have lost its last writes. */
    void adopted();
  }

  private final Loop loop;
  private final Self self;
  private final long number;
  private final WorkerStore store;
  private final Owner owner;
  private final Lease lease;
  private final DesiredView desired;
  private final SlotBook book;
  private final Hosting host;
  private Runnable unwatch = () -> {};
  private String view = "";
  private long seq;
  private long seen;
  private long told;
  private long toldSeen;
  private long learnt = -1;
  private long floor;
  private long timer = -1;
  private long lastBeatNanos;
  private boolean beating;
  private boolean again;
  private boolean leaving;
  private volatile boolean fenced;
  private boolean over;

  /**
   * Made on its loop.
   *
   * @param hosts makes the place where generations run; it tells the listener of each
   */
  public Boot(
      Loop loop,
      Self self,
      long number,
      WorkerStore store,
      Lease lease,
      DesiredView desired,
      Function<Hosting.Listener, Hosting> hosts,
      Owner owner) {
    this.loop = loop;
    this.self = self;
    this.number = number;
    this.store = store;
    this.lease = lease;
    this.desired = desired;
    this.owner = owner;
    this.book = new SlotBook(self.name(), number, loop.wall());
    this.host = hosts.apply(this::phase);
  }

  /** Its number. */
  public long number() {
    return number;
  }

  /** Reads the desired state, then begins to beat. */
  public void start() {
    log.info("boot begins worker={} boot={}", self.name(), number);
    unwatch = owner.watch(this);
    desired
        .refresh()
        .eventually(this::learn)
        .onComplete(
            read -> {
              beat();
              schedule();
            });
  }

  /** Looks which code of the desired state is here; places are given only where it is. */
  private Future<Boolean> learn() {
    learnt = desired.revision();
    return self.learn(desired.fleet())
        .onSuccess(
            changed -> {
              if (changed) {
                book.touch();
              }
            });
  }

  /** Code may have come or gone; if it has, the leader hears of it. */
  public void lookAtCode() {
    if (!over && !fenced) {
      learn()
          .onSuccess(
              changed -> {
                if (changed) {
                  soon();
                }
              });
    }
  }

  /** Why this worker is not ready, if it is not. */
  public Optional<String> complaint() {
    return lease.valid()
        ? Optional.empty()
        : Optional.of("no heartbeat was answered in time: is Redis there, and does a master lead?");
  }

  /** Something of the report changed that is not of a slot. */
  public void restate() {
    book.touch();
    soon();
  }

  /** Somebody says that there is something to see. */
  public void nudge() {
    soon();
  }

  /**
   * Takes nothing more, ends every slot within its drain deadline, and completes when the leader
   * has seen it. What is stuck ends with the JVM alone, so it is not waited for.
   *
   * @param byStep whether the leader may first take the slots over as their budgets allow
   */
  public Future<Void> leave(Duration atMost, boolean byStep) {
    leaving = true;
    book.touch();
    soon();
    var beat = desired.fleet().failover().heartbeat();
    return new Leave(loop, book, host, beat, () -> over || fenced, () -> over)
        .start(atMost, byStep)
        .eventually(this::end);
  }

  private Future<Void> end() {
    over = true;
    loop.cancel(timer);
    unwatch.run();
    return Future.succeededFuture();
  }

  // Heartbeats.

  private void schedule() {
    if (over || fenced) {
      return;
    }
    var heartbeat = desired.fleet().failover().heartbeat().toNanos();
    var jitter = 0.9 + loop.random() * 0.2;
    timer =
        loop.after(
            Duration.ofNanos((long) (heartbeat * jitter)),
            () -> {
              beat();
              schedule();
            });
  }

  /** An extra beat, but not more often than each 50 ms, and a millisecond more for 20 slots. */
  private void soon() {
    if (again || over || fenced) {
      return;
    }
    again = true;
    var since = Duration.ofNanos(loop.nanos() - lastBeatNanos);
    loop.after(
        SOONEST.plusMillis(book.size() / SLOTS_A_MILLI).minus(since),
        () -> {
          if (!beating) {
            again = false;
            beat();
          }
        });
  }

  private void beat() {
    if (beating || over || silenced()) {
      again |= beating;
      return;
    }
    if (mustFence()) {
      fence();
      return;
    }
    beating = true;
    var sent = loop.nanos();
    lastBeatNanos = sent;
    var revision = book.revision();
    var mine = ++seq;
    var knew = seen;
    store
        .heartbeat(
            self.report(book.reports(), leaving, host.stats()),
            new Beat(number, mine, revision, knew),
            view,
            desired.fleet().failover().lease())
        .compose(reply -> desired.refresh().otherwiseEmpty().map(reply))
        .onComplete(
            answered -> {
              if (!beating || mine != seq) {
                return;
              }
              beating = false;
              if (answered.failed()) {
                log.debug(
                    "heartbeat unanswered worker={} error={}",
                    self.name(),
                    answered.cause().getMessage());
              } else if (!silenced()) {
                heard(answered.result(), sent, revision, knew);
              }
              beatAgainIfAsked();
            });
    loop.after(desired.fleet().failover().heartbeat().multipliedBy(2), () -> giveUp(mine));
  }

  /** An answer that is so late is dropped: the next heartbeat is the retry, and must not wait. */
  private void giveUp(long which) {
    if (beating && which == seq) {
      beating = false;
      beatAgainIfAsked();
    }
  }

  private void beatAgainIfAsked() {
    if (again) {
      again = false;
      soon();
    }
  }

  /** While everything ends nothing is said and nothing is heard. */
  private boolean silenced() {
    return fenced;
  }

  private boolean mustFence() {
    return lease.lapsed();
  }

  /** The store may have written at any moment since the sending, so the lease runs from there. */
  private long leaseFrom(long sent) {
    return sent;
  }

  private void heard(HeartbeatReply reply, long sent, long revision, long knew) {
    switch (reply) {
      case HeartbeatReply.Reboot(var certified) -> reboot(certified);
      case HeartbeatReply.Old(var later) -> reboot(later);
      case Heard heard -> {
        if (heard.epoch() < seen
            || !lease.renewed(leaseFrom(sent), desired.fleet().failover().lease().toNanos())) {
          return;
        }
        owner.answered();
        owner.pulse(lease.endNanos());
        var newEpoch = heard.adopted() && heard.epoch() > seen;
        if (newEpoch) {
          seen = heard.epoch();
          owner.adopted();
        }
        if (!heard.unchanged()) {
          book.hear(heard, !leaving).forEach(this::obey);
          view = book.settled(heard) ? heard.view() : "";
        }
        if (desired.revision() != learnt) {
          learn().onSuccess(known -> soon());
        }
        // The leader waits for our word on a new epoch, and for whatever changed meanwhile.
        if (newEpoch || book.revision() != revision) {
          soon();
        }
        // A leader believes a report when it was made in knowledge of its epoch, so that is news
        // too: else a new boot, or all of them after a take-over, would wait for its next look.
        if (revision != told || knew != toldSeen) {
          told = revision;
          toldSeen = knew;
          owner.reported();
        }
      }
    }
  }

  // Orders.

  private void obey(Order order) {
    switch (order) {
      case Order.Start(var slot, var gen, var cfg) -> host.take(slot, gen, cfg);
      case Order.Stop stop -> host.stop(stop.slot(), stop.gen(), stop.atMost());
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
    loop.run(
        () -> {
          log.warn("fenced worker={} boot={}", self.name(), number);
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

  // The watch's view; its calls come from its own thread.

  @Override
  public void tick(long now) {
    owner.pulse(lease.endNanos());
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
