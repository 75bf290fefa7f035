package io.fleet.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;

/** The operations over REST, below {@code /api/v1}. */
final class RestRoutes {
  static final int BODY_BYTES = 1 << 20;

  private final Vertx vertx;
  private final List<Operation> operations;
  private final LogStreams logs;
  private final Guards guards;
  private final Access access;
  private final PackageRoutes packages;
  private final boolean tls;

  RestRoutes(
      Vertx vertx,
      List<Operation> operations,
      LogStreams logs,
      Guards guards,
      Access access,
      PackageRoutes packages,
      boolean tls) {
    this.vertx = vertx;
    this.operations = operations;
    this.logs = logs;
    this.guards = guards;
    this.access = access;
    this.packages = packages;
    this.tls = tls;
  }

  Router router() {
    var router = Router.router(vertx);
    router.route().handler(guards::meant);
    router.post().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
    router.post("/session").handler(this::session);
    router.route().handler(guards::login);
    router.get("/logs/:target").handler(logs::serve);
    packages.mount(router);
    for (var operation : operations) {
      router
          .route(operation.verb(), operation.path())
          .handler(context -> serve(operation, context));
    }
    router.route().handler(this::unknown);
    router.route().failureHandler(RestRoutes::failed);
    return router;
  }

  private void serve(Operation operation, RoutingContext context) {
    operation
        .call(request(operation, context))
        .onSuccess(
            reply ->
                context
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(reply.toBuffer()))
        .onFailure(
            e -> {
              var failure = BusRoutes.failure(operation, e);
              ProblemJson.send(context.response(), failure.status(), failure.sentence());
            });
  }

  /** What a request asks for: its body, its query, and the names in its path. */
  private static JsonObject request(Operation operation, RoutingContext context) {
    var request = operation.verb().equals(HttpMethod.GET) ? new JsonObject() : body(context);
    context.queryParams().forEach(query -> request.put(query.getKey(), query.getValue()));
    context.pathParams().forEach(request::put);
    return request;
  }

  private static JsonObject body(RoutingContext context) {
    var body = context.body().buffer();
    try {
      return body == null || body.length() == 0 ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw new ApiFailure(400, "The body is not a JSON object.");
    }
  }

  private void session(RoutingContext context) {
    var body = body(context);
    if (!access.right(Fields.required(body, "token"))) {
      throw new ApiFailure(401, "That is not the token of this fleet.");
    }
    context
        .response()
        .addCookie(
            Cookie.cookie(Access.COOKIE, access.begin())
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/")
                .setMaxAge(Access.SESSION_SECONDS))
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("ok", true).encode());
  }

  private void unknown(RoutingContext context) {
    var path = context.request().path().replaceFirst("^/api/v1", "");
    var others = operations.stream().filter(operation -> operation.path().equals(path)).toList();
    if (!others.isEmpty()) {
      var verb = others.getFirst().verb();
      context.response().putHeader("Allow", verb.name());
      throw new ApiFailure(405, "/api/v1%s takes %s.".formatted(path, verb));
    }
    var known = operations.stream().map(Operation::path).toList();
    throw new ApiFailure(404, "No /api/v1" + path + "." + Hint.hint(path, known));
  }

  private static void failed(RoutingContext context) {
    var response = context.response();
    if (context.failure() instanceof ApiFailure failure) {
      ProblemJson.send(response, failure.status(), failure.sentence());
    } else if (context.statusCode() == 413) {
      ProblemJson.send(response, 413, "The body is larger than 1 MiB.");
    } else {
      var status = context.statusCode() < 400 ? 500 : context.statusCode();
      ProblemJson.send(response, status, "The request could not be handled.");
    }
  }
}
