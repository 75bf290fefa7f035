package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.automation.Next;
import io.fleet.automation.Reject;
import io.fleet.automation.Retry;
import io.fleet.logs.Mdc;
import io.fleet.metrics.Meters.Outcome;
import io.fleet.slot.Phase;
import io.fleet.stream.Deliveries;
import io.fleet.stream.Fenced;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The life of one generation of a slot: setup, execute…, teardown, in that order and never two at
 * once, all on the one thread that runs {@link #run}. Emits are answered before takes are
 * acknowledged, and everything has ended before it says so.
 */
final class SlotThread implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SlotThread.class);
  private static final Duration LONGEST_ITEM_DELAY = Duration.ofSeconds(30);
  private static final long LAST_FLUSH_MILLIS = 2_000;

  /** Hears where the generation is; called on the slot's thread. */
  interface Listener {
    void phase(Phase phase, String detail, boolean permanent);
  }

  private final Vertx vertx;
  private final Tenancy tenancy;
  private final Surroundings around;
  private final Tally tally;
  private final Listener listener;
  private final Doorbell bell = new Doorbell();
  private final Stopwatch watch = new Stopwatch();
  private volatile boolean stopping;
  private volatile boolean running;
  private volatile boolean stalled;
  private int failedInRow;
  private long executions;

  SlotThread(Vertx vertx, Tenancy tenancy, Surroundings around, Tally tally, Listener listener) {
    this.vertx = vertx;
    this.tenancy = tenancy;
    this.around = around;
    this.tally = tally;
    this.listener = listener;
  }

  /**
   * Asks it to end after the present execution; a rest or a wait in take is cut short. Any thread.
   */
  void stop() {
    stopping = true;
    bell.ring();
  }

  /** Interrupts whatever it does. Any thread. */
  void interrupt() {
    watch.interrupt();
  }

  /** Interrupts an execution that takes too long, and says once that nothing moves. Any thread. */
  void check(long now) {
    watch.check(now, tenancy.spec().executeTimeout().toNanos());
    var limit = around.desired().progress(tenancy.slot().automation());
    if (!stalled && !stopping && !limit.isZero() && watch.stalled(now, limit.toNanos())) {
      stalled = true;
      listener.phase(running ? Phase.RUNNING : Phase.STARTING, "nothing ended for " + limit, true);
    }
  }

  @Override
  public void run() {
    watch.own(Thread.currentThread());
    watch.moved(around.nanos().getAsLong());
    MDC.put(Mdc.SLOT, tenancy.slot().toString());
    MDC.put(Mdc.GENERATION, "" + tenancy.fence().gen());
    try {
      var ending = live();
      // Cleared, so that whoever hears it is not interrupted in our place.
      Thread.interrupted();
      listener.phase(ending.phase(), ending.detail(), ending.permanent());
    } finally {
      MDC.remove(Mdc.SLOT);
      MDC.remove(Mdc.GENERATION);
    }
  }

  private Ending live() {
    if (stopping || !around.lease().valid()) {
      // Looking for its code took so long that nothing may begin any more.
      return Ending.STOPPED;
    }
    final Automation<?> automation;
    final Topics topics;
    try {
      automation = tenancy.type().create();
      topics = topics(automation);
    } catch (Throwable e) {
      return Ending.refused(Failure.text(e));
    }
    var plumbing = new Plumbing(tenancy, around, topics, bell::ring);
    var run = new SlotRun<Object>(vertx, tenancy, around, plumbing, bell, watch, () -> stopping);
    Ending ending;
    try {
      ending = work(automation, run, plumbing);
    } catch (Stopping | Fenced e) {
      ending = Ending.STOPPED;
    } catch (Throwable e) {
      ending = stopping ? Ending.STOPPED : Ending.failed(Failure.text(e));
      log.warn("generation ended by a throw slot={} stopping={}", tenancy.slot(), stopping, e);
    }
    tearDown(automation, run, plumbing);
    return ending;
  }

  private Topics topics(Automation<?> automation) {
    var declared = automation.topics();
    if (tenancy.type().itemType().isEmpty()) {
      return declared;
    }
    var items = BatchWork.items(tenancy);
    var takes = new ArrayList<Topic<?>>(declared.takes());
    takes.add(items);
    var emits = new ArrayList<Topic<?>>(declared.emits());
    if (tenancy.slot().index() == 0) {
      emits.add(items);
    }
    return new Topics(takes, emits);
  }

  @SuppressWarnings("unchecked") // the run's config was bound to the automation's own record
  private Ending work(Automation<?> automation, SlotRun<Object> run, Plumbing plumbing)
      throws Exception {
    plumbing.open();
    ((Automation<Object>) automation).setup(run);
    plumbing.flush().await();
    var work = Work.of(automation, run, tenancy, around);
    work.begin();
    watch.moved(around.nanos().getAsLong());
    running = true;
    listener.phase(Phase.RUNNING, "", false);
    while (!stopping) {
      if (!around.lease().valid()) {
        bell.await(TimeUnit.MILLISECONDS.toNanos(50));
        continue;
      }
      if (work.finished()) {
        return Ending.FINISHED;
      }
      var next = counted(work, plumbing);
      if (failedInRow >= tenancy.spec().restart().attempts()) {
        return Ending.failed(failedInRow + " items failed in a row");
      }
      rest(next);
    }
    return Ending.STOPPED;
  }

  private Next counted(Work work, Plumbing plumbing) throws Exception {
    MDC.put(Mdc.EXECUTION, "" + ++executions);
    try {
      return execute(work, plumbing);
    } finally {
      MDC.remove(Mdc.EXECUTION);
    }
  }

  private Next execute(Work work, Plumbing plumbing) throws Exception {
    watch.begin(around.nanos().getAsLong());
    Next next;
    try {
      next = work.execute();
    } catch (Stopping | Fenced e) {
      watch.end(around.nanos().getAsLong());
      giveBack(plumbing);
      throw e;
    } catch (Throwable e) {
      var nanos = watch.end(around.nanos().getAsLong());
      if (stopping) {
        giveBack(plumbing);
        throw new Stopping(tenancy.slot().toString());
      }
      return thrown(e, nanos, plumbing);
    }
    var nanos = watch.end(around.nanos().getAsLong());
    var counts = work.counts(plumbing.tookSomething());
    // An interrupt that came too late for the execution must not cut its acknowledgement.
    Thread.interrupted();
    plumbing.commit(!stopping && next.equals(Next.now())).await();
    failedInRow = 0;
    if (counts) {
      tally.ended(Outcome.OK, nanos);
    }
    return next;
  }

  private Next thrown(Throwable e, long nanos, Plumbing plumbing) throws Exception {
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
      default -> {
        var timeout = watch.timedOut();
        tally.ended(timeout ? Outcome.TIMEOUT : Outcome.FAILED, nanos);
        var why =
            timeout ? "EXECUTE_TIMEOUT after " + tenancy.spec().executeTimeout() : Failure.text(e);
        if (!took) {
          throw timeout ? new IllegalStateException(why) : asException(e);
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
  private void giveBack(Plumbing plumbing) {
    Thread.interrupted();
    try {
      plumbing.retry(Duration.ZERO).timeout(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) {
      log.debug("not given back slot={} cause={}", tenancy.slot(), Failure.text(e));
    }
  }

  private void rest(Next next) throws InterruptedException {
    var millis =
        switch (next) {
          case Next.In in -> in.rest().toMillis();
          case Next.At at -> Duration.between(around.clock().instant(), at.time()).toMillis();
        };
    if (millis <= 0) {
      return;
    }
    var end = around.nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    watch.rests(true, around.nanos().getAsLong());
    try {
      for (var left = end - around.nanos().getAsLong();
          left > 0 && !stopping;
          left = end - around.nanos().getAsLong()) {
        bell.await(left);
      }
    } finally {
      watch.rests(false, around.nanos().getAsLong());
    }
  }

  @SuppressWarnings("unchecked") // as in work
  private void tearDown(Automation<?> automation, SlotRun<Object> run, Plumbing plumbing) {
    watch.rests(true, around.nanos().getAsLong());
    listener.phase(Phase.STOPPING, "", false);
    // Teardown gets a thread without a past; the ladder interrupts it again if it must.
    Thread.interrupted();
    try {
      ((Automation<Object>) automation).teardown(run);
      plumbing.flush().timeout(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) {
      log.warn("teardown threw slot={} cause=\"{}\"", tenancy.slot(), Failure.text(e));
    }
    Thread.interrupted();
    try {
      run.close();
      plumbing.close().timeout(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) {
      log.debug("inlets not closed in time slot={} cause={}", tenancy.slot(), Failure.text(e));
    }
  }

  private static Exception asException(Throwable e) {
    return e instanceof Exception exception
        ? exception
        : new IllegalStateException(Failure.text(e), e);
  }
}
