package io.fleet.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The dashboard's files from the class path. Names of files below {@code assets/} hold a hash of
 * their content, so they may be kept for ever; index.html never is, and it answers for every route
 * of the page.
 */
final class Dashboard {
  private static final String ABSENT =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Fleet</title>
      <p>The dashboard is not in this build. Build it with <code>./fleet build</code> (needs npm), \
      then start again. The API works without it: <a href="/api/v1/status">/api/v1/status</a>.</p></html>
      """;

  private final Vertx vertx;
  private final String root;

  /**
   * The files.
   *
   * @param root a folder on the class path; Vert.x looks into the working directory first, so the
   *     name must be one that nobody has there
   */
  Dashboard(Vertx vertx, String root) {
    this.vertx = vertx;
    this.root = root;
  }

  void mount(Router router) {
    var files =
        StaticHandler.create(root)
            .setCachingEnabled(false)
            .setDirectoryListing(false)
            .setIncludeHidden(false)
            .setIndexPage("index.html");
    router.get().handler(Dashboard::cached).handler(this::page).handler(files);
    router.route().handler(Dashboard::unknown);
  }

  private static void cached(RoutingContext context) {
    var assets = context.request().path().startsWith("/assets/");
    context
        .response()
        .putHeader("Cache-Control", assets ? "public, max-age=31536000, immutable" : "no-cache");
    context.next();
  }

  /** A route of the page has no dot in its last part; a file has. */
  private void page(RoutingContext context) {
    var path = context.normalizedPath();
    if (path.indexOf('.', path.lastIndexOf('/')) >= 0 && !path.equals("/index.html")) {
      context.next();
      return;
    }
    var index = root + "/index.html";
    vertx
        .fileSystem()
        .exists(index)
        .onSuccess(
            there -> {
              var response =
                  context.response().putHeader("Content-Type", "text/html; charset=utf-8");
              if (there) {
                response.sendFile(index);
              } else {
                response.end(ABSENT);
              }
            })
        .onFailure(context::fail);
  }

  private static void unknown(RoutingContext context) {
    var get = context.request().method().equals(HttpMethod.GET);
    context.response().putHeader("Cache-Control", "no-store");
    ProblemJson.send(
        context.response(),
        get ? 404 : 405,
        get ? "No file " + context.request().path() + "." : "Here only GET is taken.");
  }
}
