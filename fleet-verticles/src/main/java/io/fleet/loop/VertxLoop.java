package io.fleet.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loop of a verticle: Vert.x's timers on the context on which it was made.
 *
 * @since 0.1
 */
public final class VertxLoop implements Loop {
  private final Vertx vertx;
  private final Context context;
  private final InstantSource wall = InstantSource.system();

  private VertxLoop(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /** The loop of the calling context. */
  public static VertxLoop current(Vertx vertx) {
    return new VertxLoop(vertx);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long millis() {
    return wall.millis();
  }

  @Override
  public double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public long after(Duration delay, Runnable task) {
    // Vert.x refuses 0; a delay that is over already means the next turn.
    return vertx.setTimer(
        Math.max(1, delay.toMillis()), id -> context.runOnContext(go -> task.run()));
  }

  @Override
  public void cancel(long task) {
    vertx.cancelTimer(task);
  }

  @Override
  public void run(Runnable task) {
    context.runOnContext(go -> task.run());
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work);
  }
}
