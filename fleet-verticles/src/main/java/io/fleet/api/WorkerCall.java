package io.fleet.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;

/** Asks a worker for what only it can see. */
final class WorkerCall {
  private static final long PATIENCE_MILLIS = 3_000;

  private final Vertx vertx;

  WorkerCall(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What can be seen of a slot while it runs there. */
  Future<JsonObject> look(String worker, String slot) {
    return vertx
        .eventBus()
        .<JsonObject>request(
            "__fleet.look." + worker,
            new JsonObject().put("slot", slot),
            new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
        .map(Message::body)
        .recover(e -> Future.failedFuture(failure(worker, e)));
  }

  private static ApiFailure failure(String worker, Throwable e) {
    if (e instanceof ReplyException said && said.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      return new ApiFailure(said.failureCode(), "" + said.getMessage());
    }
    return new ApiFailure(503, "Worker " + worker + " does not answer on the bus. Try again.");
  }
}
