package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What an order would stop, by what the master shows. */
final class Targets {
  private Targets() {}

  /** A name as one segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** How many slots of an automation run; 0 for an unknown name, which the leader refuses. */
  static long running(FleetHttp http, String automation) {
    return StatusText.objects(http.get("/api/v1/status"), "automations").stream()
        .filter(each -> automation.equals(each.getString("name")))
        .mapToLong(each -> each.getJsonObject("states", new JsonObject()).getLong("RUNNING", 0L))
        .sum();
  }

  /** How many slots a worker holds. */
  static long held(FleetHttp http, String worker) {
    return StatusText.objects(http.get("/api/v1/workers"), "items").stream()
        .filter(each -> worker.equals(each.getString("name")))
        .mapToLong(each -> each.getLong("slots", 0L))
        .sum();
  }
}
