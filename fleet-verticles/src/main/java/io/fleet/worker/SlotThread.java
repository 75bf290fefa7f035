package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.automation.Next;
import io.fleet.config.Durations;
import io.fleet.config.Threading;
import io.fleet.logs.Mdc;
import io.fleet.resource.Leases;
import io.fleet.slot.Failure;
import io.fleet.slot.Phase;
import io.fleet.stream.Fenced;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The life of one generation of a slot: setup, execute…, teardown, in that order and never two at
 * once, all on the one thread that runs {@link #run}. Everything has ended before it says so.
 */
final class SlotThread implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SlotThread.class);
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
  private final ItemIds ids = new ItemIds();
  private volatile boolean stopping;
  private volatile boolean running;
  private volatile Program program = new NoProgram();
  private volatile @Nullable Leases leases;
  private boolean insisted;
  private boolean stuck;
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

  /**
   * Interrupts it again, and ends the processes that it may wait for; code that has a process of
   * its own ends with that. Any thread; never blocks.
   */
  void insist(String why) {
    watch.interrupt();
    Thread.ofPlatform()
        .daemon()
        .name("fleet-insist")
        .start(
            () -> {
              program.kill(why);
              var leased = leases;
              if (leased != null) {
                leased.killProcesses();
              }
            });
  }

  /** What can be seen of it; empty before its code is there. Any thread. */
  Optional<CompletionStage<SlotLook>> look() {
    var code = program;
    if (code instanceof NoProgram) {
      return Optional.empty();
    }
    var ledger = around.resources().ledger().of(tenancy.slot().toString()).orElse(Map.of());
    return Optional.of(
        code.stack()
            .thenApply(
                stack -> new SlotLook(stack, code.cpuMillis(), code.allocatedBytes(), ledger)));
  }

  /** Interrupts an execution that takes too long, and says once that nothing moves. Any thread. */
  void check(long now) {
    program.pulse(around.lease().endNanos());
    watch.check(now, tenancy.spec().executeTimeout().toNanos());
    ignored(watch.ignoredNanos(now));
    var limit = around.desired().progress(tenancy.slot().automation());
    if (!stopping && !limit.isZero() && watch.stalled(now, limit.toNanos())) {
      listener.phase(
          running ? Phase.RUNNING : Phase.STARTING,
          "nothing ended for " + Durations.format(limit),
          true);
    }
  }

  /** An execution goes on although its time-out interrupted it so long ago; 0 if none does. */
  private void ignored(long nanos) {
    if (nanos == 0) {
      insisted = false;
    } else if (nanos > Ladder.SECOND_INTERRUPT.toNanos() && !insisted) {
      insisted = true;
      insist(TimedOut.text(tenancy.spec().executeTimeout()) + ", the interrupt was ignored");
    } else if (nanos > Ladder.STUCK_AFTER.toNanos() && !stuck) {
      stuck = true;
      listener.phase(Phase.STUCK, "EXECUTE_TIMEOUT, and the interrupt was ignored", false);
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

  /** Throws when a wait of the automation must end. */
  private void goOn() {
    if (stopping) {
      throw new Stopping(tenancy.slot().toString());
    }
    program.alive();
  }

  private Ending live() {
    if (stopping || !around.lease().valid()) {
      // Looking for its code took so long that nothing may begin any more.
      return Ending.STOPPED;
    }
    var leased =
        around
            .resources()
            .of(() -> tenancy.info(around.desired()), () -> vertx, tenancy.type().loader());
    leases = leased;
    try {
      return live(leased);
    } finally {
      leased.endGeneration();
    }
  }

  private Ending live(Leases leased) {
    final Program code;
    final Topics topics;
    try {
      code = start(leased);
      // From here on it hears of the lease, and can be killed.
      program = code;
      code.load();
      topics = topics(code);
    } catch (ChildGone e) {
      return stopping ? Ending.STOPPED : Ending.failed(Failure.text(e));
    } catch (InterruptedException e) {
      return Ending.STOPPED;
    } catch (Throwable e) {
      return Ending.refused(Failure.text(e));
    }
    var plumbing = new Plumbing(tenancy, around, topics, bell::ring);
    var run =
        new SlotRun<Object>(vertx, tenancy, around, plumbing, leased, bell, watch, this::goOn);
    Ending ending;
    try {
      ending = work(code, run, plumbing, leased);
    } catch (Stopping | Fenced e) {
      ending = Ending.STOPPED;
    } catch (Throwable e) {
      ending = stopping ? Ending.STOPPED : Ending.failed(Failure.text(e));
      if (!stopping || !(e instanceof InterruptedException)) {
        log.warn("generation ended by a throw slot={} stopping={}", tenancy.slot(), stopping, e);
      }
    }
    tearDown(code, run, plumbing);
    return ending;
  }

  private Program start(Leases leased) {
    return tenancy.spec().threads().mode() == Threading.PROCESS
        ? around.jvms().start(tenancy, around, leased, bell::ring)
        : new LocalProgram(tenancy);
  }

  private Topics topics(Program code) {
    var declared = code.topics();
    if (code.items().isEmpty()) {
      return declared;
    }
    var items = code.items().get();
    var takes = new ArrayList<Topic<?>>(declared.takes());
    takes.add(items);
    var emits = new ArrayList<Topic<?>>(declared.emits());
    if (tenancy.slot().index() == 0) {
      emits.add(items.uniqueBy(item -> ids.next()));
    }
    return new Topics(takes, emits);
  }

  @SuppressWarnings("unchecked") // the run's config was bound to the automation's own record
  private Ending work(Program code, SlotRun<Object> run, Plumbing plumbing, Leases leased)
      throws Exception {
    plumbing.open();
    ((Automation<Object>) code.automation()).setup(run);
    plumbing.flush().await();
    var work = Work.of(code, run, ids, tenancy, around);
    var turn = new Turn(tenancy, around, tally, watch, plumbing, leased, () -> stopping);
    work.begin();
    watch.moved(around.nanos().getAsLong());
    running = true;
    listener.phase(Phase.RUNNING, "", false);
    while (!stopping) {
      code.alive();
      if (!around.lease().valid()) {
        bell.await(TimeUnit.MILLISECONDS.toNanos(50));
        continue;
      }
      if (work.finished()) {
        return Ending.FINISHED;
      }
      var next = counted(turn, work);
      if (turn.failedInRow() >= tenancy.spec().restart().attempts()) {
        return Ending.failed(turn.failedInRow() + " items failed in a row");
      }
      rest(next);
    }
    return Ending.STOPPED;
  }

  private Next counted(Turn turn, Work work) throws Exception {
    MDC.put(Mdc.EXECUTION, "" + ++executions);
    try {
      return turn.execute(work);
    } finally {
      MDC.remove(Mdc.EXECUTION);
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
        program.alive();
      }
    } finally {
      watch.rests(false, around.nanos().getAsLong());
    }
  }

  @SuppressWarnings("unchecked") // as in work
  private void tearDown(Program code, SlotRun<Object> run, Plumbing plumbing) {
    watch.rests(true, around.nanos().getAsLong());
    listener.phase(Phase.STOPPING, "", false);
    // Teardown gets a thread without a past; the ladder interrupts it again if it must.
    Thread.interrupted();
    try {
      ((Automation<Object>) code.automation()).teardown(run);
      plumbing.flush().timeout(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (ChildGone e) {
      log.debug("no process is left to tear down slot={}", tenancy.slot());
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
}
