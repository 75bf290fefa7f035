package io.fleet.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Refusals as {@code application/problem+json}: one sentence, never a stack trace. */
final class ProblemJson {
  private ProblemJson() {}

  static void send(HttpServerResponse response, int status, String sentence) {
    if (response.ended()) {
      return;
    }
    if (status == 503) {
      // About the time in which a standby takes over.
      response.putHeader("Retry-After", "2");
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Cache-Control", "no-store")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", sentence)
                .encode());
  }
}
