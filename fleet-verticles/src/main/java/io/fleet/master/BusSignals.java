package io.fleet.master;

import io.fleet.protocol.LeaderAddress;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Signals over the clustered event bus, at addresses that no bridge rule matches. */
final class BusSignals implements Signals {
  private final Vertx vertx;
  private final TopicOrders topics;

  BusSignals(Vertx vertx, TopicOrders topics) {
    this.vertx = vertx;
    this.topics = topics;
  }

  @Override
  public void worker(String name) {
    vertx.eventBus().publish("__fleet.nudge." + name, "");
  }

  @Override
  public void view() {
    vertx.eventBus().publish("__fleet.nudge.api", "");
  }

  @Override
  public Runnable listen(Reign reign) {
    var nudges = vertx.eventBus().consumer("__fleet.nudge.master", nudge -> reign.nudge());
    var orders =
        vertx
            .eventBus()
            .<JsonObject>consumer(
                LeaderAddress.of(reign.leadership().epoch()),
                request -> new Orders(reign, topics).obey(request));
    return () -> {
      nudges.unregister();
      orders.unregister();
    };
  }
}
