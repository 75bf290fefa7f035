package io.fleet.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Answers {@code /metrics}, {@code /health/live} and {@code /health/ready}, for whichever HTTP
 * server asks. Runs on the event loop and never waits: that it answers at all is the sign of life.
 *
 * @since 0.1
 */
public final class Probes {
  private final Meters meters;
  private final Health health;

  /** With the meters and checks of this Vert.x instance. */
  public Probes(Vertx vertx) {
    this.meters = Meters.of(vertx);
    this.health = Health.of(vertx);
  }

  /** Answers the request and says true, or says false when the path is another. */
  public boolean answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/metrics" ->
          request.response().putHeader("Content-Type", Meters.contentType()).end(meters.scrape());
      case "/health/live" -> say(request, 200, new JsonObject().put("status", "live"));
      case "/health/ready" -> ready(request);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void ready(HttpServerRequest request) {
    var failures = health.failures();
    var failed = new JsonObject();
    failures.forEach(failed::put);
    say(
        request,
        failures.isEmpty() ? 200 : 503,
        new JsonObject()
            .put("status", failures.isEmpty() ? "ready" : "not ready")
            .put("failed", failed));
  }

  private static void say(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body.encode());
  }
}
