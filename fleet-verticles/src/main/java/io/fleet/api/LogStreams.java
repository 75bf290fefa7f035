package io.fleet.api;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Logs over HTTP as an event stream, for whoever accepts one; others get the last lines once. */
final class LogStreams {
  static final String TYPE = "text/event-stream";

  private final Vertx vertx;
  private final LogCall logs;

  LogStreams(Vertx vertx, LogCall logs) {
    this.vertx = vertx;
    this.logs = logs;
  }

  void serve(RoutingContext context) {
    var accepted = context.request().getHeader("Accept");
    if (accepted == null || !accepted.contains(TYPE)) {
      context.next();
      return;
    }
    var request = new JsonObject();
    context.queryParams().forEach(query -> request.put(query.getKey(), query.getValue()));
    request.put("target", context.pathParam("target"));
    // What cannot be answered at all is refused before the stream begins.
    var source = logs.source(request);
    var stream =
        new LogStream(
            vertx,
            logs,
            request,
            LogCall.level(request),
            LogCall.lines(request, 200),
            context.response());
    stream
        .open(source)
        .onFailure(
            e -> {
              if (e instanceof ApiFailure failure) {
                ProblemJson.send(context.response(), failure.status(), failure.sentence());
              } else {
                context.fail(e);
              }
            });
  }
}
