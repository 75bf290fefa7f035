package io.fleet.master;

import io.fleet.protocol.Transition;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * "Look now" to whoever a write concerns. Nothing rests on it: a lost nudge costs at most one
 * heartbeat.
 */
final class Nudges {
  private final Vertx vertx;

  Nudges(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Some workers. */
  void call(Collection<String> workers) {
    workers.forEach(worker -> vertx.eventBus().publish("__fleet.nudge." + worker, ""));
  }

  void send(List<Transition> written) {
    var workers = new HashSet<String>();
    for (var move : written) {
      workers.add(move.from().worker());
      workers.add(move.to().worker());
    }
    workers.remove("");
    call(workers);
    if (!written.isEmpty()) {
      vertx.eventBus().publish("__fleet.nudge.api", "");
    }
  }
}
