package io.fleet.testkit.sim;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The way to the server and the server's own trouble. A request may be lost, late, or carried out
 * twice; an answer may be lost or late. Whoever asked hears of that by a failure, in time or never.
 */
final class SimNet {
  private static final long TIMEOUT_MILLIS = 2_000;

  private final Engine engine;
  private final Map<Host, Long> cutUntil = new HashMap<>();
  private long downUntil;
  private long pausedUntil;
  private double loss;
  private double doubled;
  private double slow;

  SimNet(Engine engine) {
    this.engine = engine;
  }

  /** How bad the way is from now on: probabilities of a loss, a doubling and a delay of seconds. */
  void weather(double lossOf, double doublingOf, double slowness) {
    loss = lossOf;
    doubled = doublingOf;
    slow = slowness;
  }

  /** The server does not answer, and refuses connections, until then. */
  void down(long until) {
    downUntil = Math.max(downUntil, until);
  }

  /** CLIENT PAUSE: requests wait until then. */
  void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
  }

  /** A host cannot reach the server until then. */
  void cut(Host host, long until) {
    cutUntil.merge(host, until, Math::max);
  }

  boolean lost() {
    return engine.chance(loss);
  }

  /** Asks the server. */
  <T> Future<T> ask(SimLoop loop, Proc from, Supplier<Future<T>> request) {
    var answer = Promise.<T>promise();
    var timer =
        loop.after(
            java.time.Duration.ofMillis(TIMEOUT_MILLIS),
            () -> answer.tryFail("no answer within " + TIMEOUT_MILLIS + " ms"));
    if (!cut(from) && !lost()) {
      engine.in(delay(), Engine.WORLD, () -> arrive(loop, from, request, answer, timer));
      if (engine.chance(doubled)) {
        engine.in(delay() + engine.between(0, 1_500), Engine.WORLD, () -> again(from, request));
      }
    }
    return answer.future();
  }

  /** Sends the server something without waiting for its answer. */
  void send(Proc from, Runnable request) {
    if (cut(from) || lost()) {
      return;
    }
    engine.in(delay(), Engine.WORLD, () -> arrive(request));
  }

  private void arrive(Runnable request) {
    if (engine.now() < downUntil) {
      return;
    }
    if (engine.now() < pausedUntil) {
      engine.in(
          pausedUntil - engine.now() + engine.between(0, 2), Engine.WORLD, () -> arrive(request));
      return;
    }
    request.run();
  }

  /** A message that nobody answers: it arrives, or not. */
  void tell(Proc to, Runnable message) {
    if (!lost()) {
      engine.in(delay(), to, message);
      if (engine.chance(doubled)) {
        engine.in(delay(), to, message);
      }
    }
  }

  private boolean cut(Proc from) {
    return cutUntil.getOrDefault(from.host(), 0L) > engine.now();
  }

  private <T> void again(Proc from, Supplier<Future<T>> request) {
    if (!cut(from) && engine.now() >= downUntil && engine.now() >= pausedUntil) {
      var unheard = request.get();
      assert unheard != null;
    }
  }

  private <T> void arrive(
      SimLoop loop, Proc from, Supplier<Future<T>> request, Promise<T> answer, long timer) {
    if (engine.now() < downUntil) {
      reply(loop, from, answer, timer, Future.failedFuture("connection refused"));
      return;
    }
    if (engine.now() < pausedUntil) {
      engine.in(
          pausedUntil - engine.now() + engine.between(0, 2),
          Engine.WORLD,
          () -> arrive(loop, from, request, answer, timer));
      return;
    }
    var result = request.get();
    if (!lost()) {
      reply(loop, from, answer, timer, result);
    }
  }

  private <T> void reply(SimLoop loop, Proc from, Promise<T> answer, long timer, Future<T> result) {
    engine.in(
        delay(),
        from,
        () -> {
          if (cut(from)) {
            return;
          }
          loop.cancel(timer);
          if (result.succeeded()) {
            answer.tryComplete(result.result());
          } else {
            answer.tryFail(result.cause());
          }
        });
  }

  private long delay() {
    return engine.chance(slow) ? engine.between(50, 3_000) : engine.between(0.1, 2);
  }
}
