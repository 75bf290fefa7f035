package io.fleet.worker;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers on the bus what can be seen of a slot of this worker; private to the fleet's own API. */
final class Looks {
  private static final long PATIENCE_MILLIS = 2_000;

  private final Supplier<Optional<SlotHost>> host;

  private Looks(Supplier<Optional<SlotHost>> host) {
    this.host = host;
  }

  /** Until the verticle that calls it is undeployed. */
  static void answer(Vertx vertx, String worker, Supplier<Optional<SlotHost>> host) {
    var looks = new Looks(host);
    vertx.eventBus().<JsonObject>consumer("__fleet.look." + worker, looks::look);
  }

  private void look(Message<JsonObject> asked) {
    var slot = asked.body().getString("slot", "");
    var look = host.get().flatMap(present -> present.look(slot));
    if (look.isEmpty()) {
      asked.fail(404, slot + " does not run here now.");
      return;
    }
    look.get()
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(asked::reply)
        .onFailure(e -> asked.fail(503, slot + " does not say where it stands: " + e.getMessage()));
  }
}
