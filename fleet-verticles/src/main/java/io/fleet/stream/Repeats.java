package io.fleet.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Repeats calls that are harmless to repeat, after a short wait that is never twice the same. */
final class Repeats {
  /** How often a call is tried when its inlet has stopped. */
  static final int LAST_TRIES = 3;

  private static final long SHORTEST_MILLIS = 20;
  private static final long SPREAD_MILLIS = 231;

  private final Vertx vertx;
  private final BooleanSupplier stopped;

  Repeats(Vertx vertx, BooleanSupplier stopped) {
    this.vertx = vertx;
    this.stopped = stopped;
  }

  boolean stopped() {
    return stopped.getAsBoolean();
  }

  /** Until it is answered, or until the inlet stops. */
  Future<Response> insist(Supplier<Future<Response>> call) {
    return tries(Integer.MAX_VALUE, call);
  }

  /** So many times at the most. */
  Future<Response> tries(int most, Supplier<Future<Response>> call) {
    var answered = Promise.<Response>promise();
    attempt(most, call, answered);
    return answered.future();
  }

  private void attempt(int left, Supplier<Future<Response>> call, Promise<Response> answered) {
    call.get()
        .onSuccess(answered::tryComplete)
        .onFailure(
            e -> {
              if (left <= 1 || (stopped() && left > LAST_TRIES)) {
                answered.tryFail(e);
              } else {
                soon(() -> attempt(left - 1, call, answered));
              }
            });
  }

  void soon(Runnable work) {
    var wait = SHORTEST_MILLIS + ThreadLocalRandom.current().nextLong(SPREAD_MILLIS);
    vertx.setTimer(wait, go -> work.run());
  }
}
