package examples.siteindex;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Retry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one automation on a thread of its own until it is closed, or dies without teardown. */
final class FakeSlot<C> implements AutoCloseable {
  private final ContinuousAutomation<C> automation;
  private final FakeRun<C> run;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean killed;

  /** What went wrong; empty in a good test. */
  final List<Throwable> errors = new CopyOnWriteArrayList<>();

  FakeSlot(ContinuousAutomation<C> automation, FakeRun<C> run) {
    this.automation = automation;
    this.run = run;
    this.thread = Thread.ofVirtual().start(this::live);
  }

  /** Dies after its next records took effect and before they are acknowledged. */
  void kill() {
    killed = true;
    join();
  }

  /** Ends after what it is doing; {@link #close} also waits for that. */
  void stop() {
    stop.countDown();
  }

  @Override
  public void close() {
    stop();
    join();
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void live() {
    try {
      automation.setup(run);
      run.commit();
      var alive = true;
      while (alive && stop.getCount() > 0) {
        alive = step();
      }
      if (!killed) {
        automation.teardown(run);
      }
    } catch (Exception | AssertionError e) {
      errors.add(e);
    }
  }

  private boolean step() throws Exception {
    try {
      var next = automation.execute(run);
      if (killed && run.holdsRecords()) {
        run.rollback();
        return false;
      }
      run.commit();
      return !(next instanceof Next.In(var rest))
          || rest.isZero()
          || !stop.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Retry later) {
      run.rollback();
      return !stop.await(20, TimeUnit.MILLISECONDS);
    }
  }
}
