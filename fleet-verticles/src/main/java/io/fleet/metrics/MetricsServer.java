package io.fleet.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * The small HTTP server of a worker: {@code /metrics}, {@code /health/live}, {@code /health/ready}
 * and nothing else. Thread-safe.
 *
 * @since 0.1
 */
public final class MetricsServer {
  private final HttpServer server;

  private MetricsServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens; fails with one sentence when it cannot.
   *
   * @param port 0 for any free one
   */
  public static Future<MetricsServer> listen(Vertx vertx, String host, int port) {
    var probes = new Probes(vertx);
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .requestHandler(request -> serve(probes, request))
        .listen(port, host)
        .map(MetricsServer::new)
        .recover(
            e ->
                Future.failedFuture(
                    new IllegalStateException(
                        "Cannot listen on %s:%d (%s). Choose another: --http HOST:PORT"
                            .formatted(host, port, e.getMessage()),
                        e)));
  }

  private static void serve(Probes probes, HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      request.response().setStatusCode(405).putHeader("Allow", "GET").end();
    } else if (!probes.answer(request)) {
      request
          .response()
          .setStatusCode(404)
          .putHeader("Content-Type", "text/plain")
          .end("Here are /metrics, /health/live and /health/ready.\n");
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening. */
  public Future<Void> close() {
    return server.close();
  }
}
