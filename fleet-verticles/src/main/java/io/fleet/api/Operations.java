package io.fleet.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/** The one table of operations. */
final class Operations {
  private Operations() {}

  static List<Operation> table(Reads reads, LeaderCall leader) {
    return List.of(
        look("fleet.status.get", "/status", Set.of(), reads::status),
        look("fleet.automations.list", "/automations", Set.of(), reads::automations),
        look("fleet.automations.get", "/automations/:name", Set.of("name"), reads::automation),
        look("fleet.slots.snapshot", "/slots", Set.of("automation"), reads::snapshot),
        look(
            "fleet.slots.explain",
            "/slots/:automation/:index",
            Set.of("slot", "automation", "index"),
            reads::explain),
        look("fleet.workers.list", "/workers", Set.of(), reads::workers),
        look("fleet.events.query", "/events", Set.of("limit", "after"), reads::events),
        new Operation(
            "fleet.config.apply",
            HttpMethod.POST,
            "/apply",
            Role.ADMIN,
            Set.of("spec", "reason", "actor"),
            leader::apply));
  }

  private static Operation look(
      String address,
      String path,
      Set<String> fields,
      java.util.function.Function<
              io.vertx.core.json.JsonObject, io.vertx.core.Future<io.vertx.core.json.JsonObject>>
          handler) {
    return new Operation(address, HttpMethod.GET, path, Role.VIEWER, fields, handler);
  }
}
