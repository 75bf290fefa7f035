package io.fleet.testkit.sim;

import io.fleet.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** The loop of one simulated process. */
final class SimLoop implements Loop {
  /** 2026-01-01, so that boots and wall times look like themselves. */
  private static final long EPOCH_MILLIS = 1_767_225_600_000L;

  private final Engine engine;
  private final Proc proc;
  private final Set<Long> waiting = new HashSet<>();
  private long last;
  private long wallShiftMillis;

  SimLoop(Engine engine, Proc proc) {
    this.engine = engine;
    this.proc = proc;
  }

  /** Sets the wall clock wrong. */
  void shiftWall(long millis) {
    wallShiftMillis = millis;
  }

  @Override
  public long nanos() {
    return proc.host().nanos(engine.now());
  }

  @Override
  public long millis() {
    return EPOCH_MILLIS + wallShiftMillis + engine.now() / 1_000_000;
  }

  @Override
  public double random() {
    return engine.random.nextDouble();
  }

  @Override
  public long after(Duration delay, Runnable task) {
    var id = ++last;
    waiting.add(id);
    // A timer is never early, and on a busy host now and then late.
    var late = engine.chance(0.002) ? engine.between(5, 150) : engine.between(0, 1);
    engine.in(
        proc.host().trueTime(Math.max(1_000_000, delay.toNanos())) + late,
        proc,
        () -> {
          if (waiting.remove(id)) {
            task.run();
          }
        });
    return id;
  }

  @Override
  public void cancel(long task) {
    waiting.remove(task);
  }

  @Override
  public void run(Runnable task) {
    engine.in(0, proc, task);
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    var done = Promise.<T>promise();
    // A disk is quick, until it is not.
    engine.in(
        engine.chance(engine.slowDisks()) ? engine.between(20, 2_500) : engine.between(0.1, 5),
        proc,
        () -> {
          try {
            var result = work.call();
            engine.in(engine.between(0, 1), proc, () -> done.complete(result));
          } catch (Exception e) {
            engine.in(engine.between(0, 1), proc, () -> done.fail(e));
          }
        });
    return done.future();
  }
}
