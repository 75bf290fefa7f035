package io.fleet.worker;

import io.fleet.config.Threading;
import io.fleet.slot.Phase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a slot as a verticle: an event loop for what the automation makes through
 * {@code run.vertx()}, and a virtual thread of our own for its hooks, virtual unless fleet.yaml
 * says otherwise. The thread is dispatched on the verticle's context, so that what it makes ends
 * with the undeployment, and an interrupt ends a wait cleanly.
 */
final class SlotVerticle extends VerticleBase {
  private final Tenancy tenancy;
  private final Surroundings around;
  private final Tally tally;
  private final SlotThread.Listener listener;
  private final Promise<Context> started = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean told;
  private volatile @Nullable SlotThread body;
  private boolean stopping;
  private boolean hurried;

  SlotVerticle(Tenancy tenancy, Surroundings around, Tally tally, SlotThread.Listener listener) {
    this.tenancy = tenancy;
    this.around = around;
    this.tally = tally;
    this.listener = listener;
  }

  @Override
  public Future<?> start() {
    var slotBody = new SlotThread(vertx, tenancy, around, tally, this::heard);
    body = slotBody;
    started.complete(context);
    if (told) {
      slotBody.stop();
    }
    var onContext = (ContextInternal) context;
    thread().unstarted(() -> onContext.dispatch(go -> slotBody.run())).start();
    return Future.succeededFuture();
  }

  private Thread.Builder thread() {
    var name = "slot-" + tenancy.slot();
    return tenancy.spec().threads().mode() == Threading.PLATFORM
        ? Thread.ofPlatform().daemon().name(name)
        : Thread.ofVirtual().name(name);
  }

  /** Waits for the thread: undeployed means that nothing of the generation runs any more. */
  @Override
  public Future<?> stop() {
    stop(tenancy.spec().drainDeadline());
    return ended.future();
  }

  /**
   * The ladder: flag, interrupt at the deadline, a second one a second later, then it is STUCK. May
   * be called at any time, before the deployment too: then no user code begins.
   */
  void stop(Duration deadline) {
    told = true;
    started.future().onSuccess(own -> own.runOnContext(go -> climb(deadline)));
  }

  private void climb(Duration deadline) {
    var thread = body;
    if (thread == null || ended.future().isComplete()) {
      return;
    }
    thread.stop();
    var atOnce = deadline.toMillis() <= 0;
    if (stopping && (hurried || !atOnce)) {
      return;
    }
    stopping = true;
    hurried = atOnce;
    ladder(thread, deadline);
  }

  private void ladder(SlotThread thread, Duration deadline) {
    after(deadline, thread::interrupt);
    after(deadline.plus(Ladder.SECOND_INTERRUPT), () -> thread.insist("the interrupt was ignored"));
    after(
        deadline.plus(Ladder.STUCK_AFTER),
        () -> listener.phase(Phase.STUCK, "the interrupt was ignored", false));
  }

  private void after(Duration delay, Runnable step) {
    vertx.setTimer(
        Math.max(1, delay.toMillis()),
        go -> {
          if (!ended.future().isComplete()) {
            step.run();
          }
        });
  }

  void check(long now) {
    var thread = body;
    if (thread != null) {
      thread.check(now);
    }
  }

  /** What can be seen of it; empty before its code is there. Any thread. */
  Optional<CompletionStage<SlotLook>> look() {
    var thread = body;
    return thread == null ? Optional.empty() : thread.look();
  }

  Tenancy tenancy() {
    return tenancy;
  }

  private void heard(Phase phase, String detail, boolean permanent) {
    if (phase.living() && !permanent) {
      listener.phase(phase, detail, false);
      return;
    }
    if (phase.living()) {
      // That it stalls comes from another thread than its end: it must not be heard after that.
      context.runOnContext(
          go -> {
            if (!ended.future().isComplete()) {
              listener.phase(phase, detail, true);
            }
          });
      return;
    }
    context.runOnContext(
        go -> {
          if (ended.tryComplete()) {
            listener.phase(phase, detail, permanent);
          }
        });
  }
}
