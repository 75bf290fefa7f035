package io.fleet.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * What every request must pass before it is looked at: the Host it was sent to, where its page came
 * from, who it is, and that a change was meant.
 */
final class Guards {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final boolean loopback;
  private final boolean tls;
  private final Access access;

  /**
   * The guards.
   *
   * @param loopback whether the server listens on loopback alone, so that a foreign Host can only
   *     be a rebound name
   * @param tls whether it speaks TLS
   */
  Guards(boolean loopback, boolean tls, Access access) {
    this.loopback = loopback;
    this.tls = tls;
    this.access = access;
  }

  static boolean loopback(String host) {
    return LOOPBACK.contains(host) || host.equals("::1") || host.startsWith("127.");
  }

  void headers(RoutingContext context) {
    context
        .response()
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                + " form-action 'self'; frame-ancestors 'none'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    context.next();
  }

  void host(RoutingContext context) {
    var host = Optional.ofNullable(context.request().getHeader("Host")).orElse("");
    if (!loopback || LOOPBACK.contains(name(host))) {
      context.next();
    } else {
      refuse(
          context,
          403,
          "Host \""
              + host
              + "\" is not this server's. It listens on loopback: use http://127.0.0.1.");
    }
  }

  /** A page of another origin may not open the bridge; a program sends no Origin. */
  void origin(RoutingContext context) {
    var origin = context.request().getHeader("Origin");
    var own = (tls ? "https://" : "http://") + context.request().getHeader("Host");
    if (origin == null || origin.equals(own)) {
      context.next();
    } else {
      refuse(
          context, 403, "Origin \"" + origin + "\" may not open the bridge; only " + own + " may.");
    }
  }

  void login(RoutingContext context) {
    var cookie = context.request().getCookie(Access.COOKIE);
    if (bearer(context) || (cookie != null && access.session(cookie.getValue()))) {
      context.next();
    } else {
      refuse(
          context,
          401,
          "A token is needed: send it as Authorization: Bearer TOKEN, or log in with POST"
              + " /api/v1/session.");
    }
  }

  /** A page of another origin cannot set these headers without being asked first. */
  void meant(RoutingContext context) {
    var request = context.request();
    if (request.method().equals(HttpMethod.GET)
        || request.method().equals(HttpMethod.HEAD)
        || request.getHeader("X-Fleet-Request") != null
        || request.getHeader("Authorization") != null) {
      context.next();
    } else {
      refuse(
          context,
          403,
          "A change needs the header X-Fleet-Request: 1 or Authorization, so that no other page can"
              + " send it.");
    }
  }

  private boolean bearer(RoutingContext context) {
    return access.bearer(Optional.ofNullable(context.request().getHeader("Authorization")));
  }

  private static void refuse(RoutingContext context, int status, String sentence) {
    ProblemJson.send(context.response(), status, sentence);
  }

  /** The Host without its port. */
  static String name(String host) {
    var colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
