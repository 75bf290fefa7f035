package examples.siteindex;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD from the site's files. Files are read and logged off the event loop. */
final class SiteHandler implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

  private final Vertx vertx;
  private final SiteFiles files;
  private final AccessLog log;

  SiteHandler(Vertx vertx, SiteFiles files, AccessLog log) {
    this.vertx = vertx;
    this.files = files;
    this.log = log;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var get = request.method().equals(HttpMethod.GET);
    if (!get && !request.method().equals(HttpMethod.HEAD)) {
      request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
      return;
    }
    var path = Optional.ofNullable(request.path()).orElse("/");
    vertx
        .executeBlocking(() -> read(path, get), false)
        .onSuccess(body -> answer(request, path, body))
        .onFailure(
            e -> {
              LOG.warn("site.read failed path={}", path, e);
              request.response().setStatusCode(500).end();
            });
  }

  /** The line is in the log before the answer leaves, so no fetch is ever missing there. */
  private Optional<byte[]> read(String path, boolean get) throws IOException {
    var body = files.read(path);
    if (get) {
      log.add(path, body.isPresent() ? 200 : 404);
    }
    return body;
  }

  private static void answer(HttpServerRequest request, String path, Optional<byte[]> found) {
    var response = request.response();
    var body = Buffer.buffer(found.orElse("no such page\n".getBytes(StandardCharsets.UTF_8)));
    response
        .setStatusCode(found.isPresent() ? 200 : 404)
        .putHeader("Content-Type", found.isPresent() ? MediaType.of(path) : "text/plain")
        .putHeader("Content-Length", Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }
}
