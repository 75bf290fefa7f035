package io.fleet.worker;

import io.fleet.automation.Next;
import io.fleet.automation.Reject;
import io.fleet.automation.Retry;
import io.fleet.metrics.Meters.Outcome;
import io.fleet.resource.Leases;
import io.fleet.slot.Failure;
import io.fleet.stream.Deliveries;
import io.fleet.stream.Fenced;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution after the other, and what becomes of what each took and emitted. Emits are answered
 * before takes are acknowledged. Belongs to the slot's thread.
 */
final class Turn {
  private static final Logger log = LoggerFactory.getLogger(Turn.class);
  private static final Duration LONGEST_ITEM_DELAY = Duration.ofSeconds(30);
  private static final long LAST_WORD_MILLIS = 2_000;

  /** So long may an automation that waits for nothing keep timers of its own context waiting. */
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** And so long other slots from the thread that carries both. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Tenancy tenancy;
  private final Surroundings around;
  private final Tally tally;
  private final Stopwatch watch;
  private final Plumbing plumbing;
  private final Leases leases;
  private final BooleanSupplier stopping;
  private long breathedNanos;
  private long turnNanos;
  private int failedInRow;

  Turn(
      Tenancy tenancy,
      Surroundings around,
      Tally tally,
      Stopwatch watch,
      Plumbing plumbing,
      Leases leases,
      BooleanSupplier stopping) {
    this.tenancy = tenancy;
    this.around = around;
    this.tally = tally;
    this.watch = watch;
    this.plumbing = plumbing;
    this.leases = leases;
    this.stopping = stopping;
  }

  /** How many items failed since the last one that did not. */
  int failedInRow() {
    return failedInRow;
  }

  /** Executes once; throws when the generation cannot go on. */
  Next execute(Work work) throws Exception {
    watch.begin(around.nanos().getAsLong());
    leases.beginExecution();
    Next next;
    try {
      try {
        next = work.execute();
      } finally {
        // Before anything is acknowledged: what is done holds nothing any more.
        leases.endExecution();
      }
    } catch (Stopping | Fenced e) {
      watch.end(around.nanos().getAsLong());
      giveBack();
      throw e;
    } catch (Throwable e) {
      var nanos = watch.end(around.nanos().getAsLong());
      if (stopping.getAsBoolean()) {
        giveBack();
        throw new Stopping(tenancy.slot().toString());
      }
      return thrown(e, nanos);
    }
    var nanos = watch.end(around.nanos().getAsLong());
    var counts = work.counts(plumbing.tookSomething());
    // An interrupt that came too late for the execution must not cut its acknowledgement.
    Thread.interrupted();
    settle(plumbing.commit(!stopping.getAsBoolean() && next.equals(Next.now())));
    if (next.equals(Next.now())) {
      leaveTurn();
    } else {
      // Its rest is a wait.
      turnNanos = 0;
    }
    failedInRow = 0;
    if (counts) {
      tally.ended(Outcome.OK, nanos);
    }
    return next;
  }

  /** Waits; what is settled already is waited for now and then, since that lets timers run. */
  private void settle(Future<Void> settled) {
    var now = around.nanos().getAsLong();
    if (!settled.succeeded() || now - breathedNanos >= BREATH_NANOS) {
      settled.await();
      breathedNanos = now;
    }
  }

  /**
   * A virtual thread keeps what carries it until it waits for something: enough slots that never do
   * would keep all others of this worker from ever running. To yield is not enough: who yields goes
   * to the end of that carrier's own queue, and while there is somebody in it those who wait
   * elsewhere to be started are not looked for. Who parks is woken from there.
   */
  private void leaveTurn() {
    var now = around.nanos().getAsLong();
    if (turnNanos == 0) {
      turnNanos = now;
    } else if (now - turnNanos >= TURN_NANOS && Thread.currentThread().isVirtual()) {
      LockSupport.parkNanos(1);
      turnNanos = now;
    }
  }

  private Next thrown(Throwable e, long nanos) throws Exception {
    Thread.interrupted();
    var took = plumbing.tookSomething();
    switch (e) {
      case Reject reject when took -> {
        tally.ended(Outcome.REJECTED, nanos);
        plumbing.reject(Failure.text(reject)).await();
        failedInRow = 0;
        return Next.now();
      }
      case Retry retry -> {
        tally.ended(Outcome.RETRIED, nanos);
        var delay = Deliveries.delay(retry.delay(), ThreadLocalRandom.current().nextDouble());
        plumbing.retry(delay).await();
        return took ? Next.now() : Next.in(delay);
      }
      case ChildGone gone when took -> {
        tally.ended(Outcome.FAILED, nanos);
        plumbing.died(Failure.text(gone)).await();
        throw gone;
      }
      default -> {
        var timeout = watch.timedOut();
        tally.ended(timeout ? Outcome.TIMEOUT : Outcome.FAILED, nanos);
        var limit = tenancy.spec().executeTimeout();
        var why = timeout ? TimedOut.text(limit) : Failure.text(e);
        if (!took) {
          throw timeout ? new TimedOut(limit) : asException(e);
        }
        log.warn("execution failed slot={} cause=\"{}\"", tenancy.slot(), why);
        failedInRow++;
        plumbing.failed(why, itemDelay()).await();
        return Next.now();
      }
    }
  }

  private Duration itemDelay() {
    var restart = tenancy.spec().restart();
    var millis = restart.delay().toMillis() * Math.pow(restart.backoff(), failedInRow - 1.0);
    var bounded =
        Math.min(
            millis,
            (double) Math.min(LONGEST_ITEM_DELAY.toMillis(), restart.maxDelay().toMillis()));
    return Duration.ofMillis(
        (long) (bounded * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
  }

  /** What was taken and not finished costs no attempt. */
  private void giveBack() {
    Thread.interrupted();
    try {
      plumbing.retry(Duration.ZERO).timeout(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) {
      log.debug("not given back slot={} cause={}", tenancy.slot(), Failure.text(e));
    }
  }

  private static Exception asException(Throwable e) {
    return e instanceof Exception exception
        ? exception
        : new IllegalStateException(Failure.text(e), e);
  }
}
