package io.fleet.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one context on which the state of an inlet or outlet is touched. Work handed over from any
 * thread runs there in order; its answer goes back to the caller's context, if it has one.
 */
final class Lane {
  private final Context context;

  Lane(Vertx vertx) {
    this.context = vertx.getOrCreateContext();
  }

  void run(Runnable work) {
    context.runOnContext(go -> work.run());
  }

  <R> Future<R> submit(Supplier<Future<R>> work) {
    var caller = Vertx.currentContext();
    var answer = Promise.<R>promise();
    run(() -> start(work).onComplete(end -> back(caller, answer, end)));
    return answer.future();
  }

  private static <R> Future<R> start(Supplier<Future<R>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private <R> void back(@Nullable Context caller, Promise<R> answer, AsyncResult<R> end) {
    if (caller == null || caller == context) {
      settle(answer, end);
    } else {
      caller.runOnContext(go -> settle(answer, end));
    }
  }

  private static <R> void settle(Promise<R> answer, AsyncResult<R> end) {
    if (end.succeeded()) {
      answer.tryComplete(end.result());
    } else {
      answer.tryFail(end.cause());
    }
  }
}
