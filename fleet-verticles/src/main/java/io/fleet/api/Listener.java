package io.fleet.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;

/** Takes a port, or the next free one, or says which is taken. */
final class Listener {
  private static final int TRIES = 100;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final Handler<HttpServerRequest> handler;

  Listener(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
    this.vertx = vertx;
    this.options = options;
    this.handler = handler;
  }

  Future<HttpServer> listen(String host, int port, boolean fallback) {
    return attempt(host, port, fallback ? TRIES : 1)
        .recover(e -> Future.failedFuture(sentence(host, port, e)));
  }

  private Future<HttpServer> attempt(String host, int port, int tries) {
    return vertx
        .createHttpServer(options)
        .requestHandler(handler)
        .listen(port, host)
        .recover(
            e ->
                taken(e) && tries > 1 && port > 0 && port < 65_535
                    ? attempt(host, port + 1, tries - 1)
                    : Future.failedFuture(e));
  }

  private static IllegalStateException sentence(String host, int port, Throwable e) {
    return new IllegalStateException(
        taken(e)
            ? "Port %d is taken (key http). Choose another: --http %s:%d"
                .formatted(port, host, port + 10)
            : "Cannot listen on %s:%d (key http): %s".formatted(host, port, e.getMessage()),
        e);
  }

  private static boolean taken(Throwable e) {
    return e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
  }
}
