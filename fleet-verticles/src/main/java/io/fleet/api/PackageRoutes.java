package io.fleet.api;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import io.fleet.protocol.PackageIndex;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hands packages out and takes them: {@code GET} and {@code PUT /packages/SHA256}, which carry
 * files and so are no operations with a JSON body, and the list, which is one. Belongs to its event
 * loop.
 */
final class PackageRoutes {
  private static final Pattern NAMED = Pattern.compile("([a-z0-9.-]{0,200})=([\\w.$]{1,300})");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{0,100}");
  private static final int MOST_NAMES = 200;

  private final Vertx vertx;
  private final Optional<Shelf> shelf;
  private final Supplier<FleetSpec> desired;

  /**
   * Over a shelf.
   *
   * @param shelf empty when this API has no folder of its own
   * @param desired the fleet as it should be now
   */
  PackageRoutes(Vertx vertx, Optional<Shelf> shelf, Supplier<FleetSpec> desired) {
    this.vertx = vertx;
    this.shelf = shelf;
    this.desired = desired;
  }

  void mount(Router router) {
    router.get("/packages/:sha256").handler(this::give);
    router.put("/packages/:sha256").handler(this::take);
  }

  /** The list. */
  Future<JsonObject> list(JsonObject request) {
    return vertx
        .executeBlocking(() -> insist().list())
        .map(
            all -> {
              var items = new JsonArray();
              all.forEach(item -> items.add(document(item)));
              return new JsonObject().put("items", items);
            });
  }

  /** Pins what is here of a fleet that is to be applied. */
  Future<FleetSpec> pin(FleetSpec wanted) {
    return shelf
        .map(there -> vertx.executeBlocking(() -> there.pin(wanted)))
        .orElse(Future.succeededFuture(wanted));
  }

  private static JsonObject document(Shelved item) {
    var code = new JsonArray();
    item.code()
        .forEach(
            each ->
                code.add(
                    new JsonObject()
                        .put("name", each.name())
                        .put("class", each.className())
                        .put("version", each.version())));
    return new JsonObject()
        .put("hash", item.hash())
        .put("bytes", item.bytes())
        .put("jars", new JsonArray(item.jars()))
        .put("automations", code)
        .put("at", Text.iso(item.atMillis()));
  }

  private Shelf insist() {
    return shelf.orElseThrow(
        () ->
            new ApiFailure(
                404, "This API keeps no packages, for it has no state folder. Ask a master."));
  }

  private void give(RoutingContext context) {
    var hash = hash(context);
    vertx
        .executeBlocking(() -> insist().find(hash))
        .onFailure(context::fail)
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                context.fail(new ApiFailure(404, "There is no package " + hash + " here."));
                return;
              }
              context
                  .response()
                  .putHeader("Content-Type", "application/octet-stream")
                  // What has this name never changes.
                  .putHeader("Cache-Control", "private, max-age=31536000, immutable")
                  .sendFile(found.get().toString())
                  .onFailure(context::fail);
            });
  }

  private void take(RoutingContext context) {
    var request = context.request();
    request.pause();
    var hash = hash(context);
    var code = code(request);
    var length = Optional.ofNullable(request.getHeader("Content-Length"));
    if (length
        .filter(text -> text.length() > 18 || Long.parseLong(text) > Shelf.MOST_BYTES)
        .isPresent()) {
      throw tooLarge();
    }
    var pinned =
        desired.get().automations().values().stream()
            .map(AutomationSpec::code)
            .collect(Collectors.toSet());
    vertx
        .executeBlocking(() -> insist().half())
        .compose(half -> receive(request, half).compose(all -> keep(hash, half, code, pinned)))
        .onFailure(context::fail)
        .onSuccess(
            kept ->
                context
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject().put("hash", hash).encode()));
  }

  private Future<Void> keep(String hash, Path half, List<Code> code, Set<String> pinned) {
    return vertx.executeBlocking(
        () -> {
          insist().take(hash, half, code, pinned);
          return null;
        });
  }

  private Future<Void> receive(HttpServerRequest request, Path half) {
    return vertx
        .fileSystem()
        .open(half.toString(), new OpenOptions().setTruncateExisting(true))
        .compose(file -> receive(request, file))
        .recover(
            e ->
                vertx
                    .fileSystem()
                    .delete(half.toString())
                    .otherwiseEmpty()
                    .compose(gone -> Future.failedFuture(e)));
  }

  private static Future<Void> receive(HttpServerRequest request, AsyncFile file) {
    var over = Promise.<Void>promise();
    var size = new long[1];
    request.exceptionHandler(over::tryFail);
    file.exceptionHandler(over::tryFail);
    request.endHandler(end -> over.tryComplete());
    request.handler((Buffer piece) -> written(request, file, piece, size, over));
    request.resume();
    return over.future().eventually(file::close);
  }

  private static void written(
      HttpServerRequest request, AsyncFile file, Buffer piece, long[] size, Promise<Void> over) {
    size[0] += piece.length();
    if (over.future().isComplete()) {
      return; // read to its end, so that the answer is heard
    }
    if (size[0] > Shelf.MOST_BYTES) {
      over.tryFail(tooLarge());
      return;
    }
    file.write(piece).onFailure(over::tryFail);
    if (file.writeQueueFull()) {
      request.pause();
      file.drainHandler(drained -> request.resume());
    }
  }

  private static ApiFailure tooLarge() {
    return new ApiFailure(413, "The package is larger than " + (Shelf.MOST_BYTES >> 20) + " MiB.");
  }

  private static String hash(RoutingContext context) {
    var hash = String.valueOf(context.pathParam("sha256"));
    if (!PackageIndex.HASH.matcher(hash).matches()) {
      throw new ApiFailure(
          400, "A package is named by its SHA-256, 64 hex digits in lower case, not " + hash + ".");
    }
    return hash;
  }

  /** {@code version=1.4.0&code=url-prober=x.UrlProber,…}. */
  private static List<Code> code(HttpServerRequest request) {
    var version = Optional.ofNullable(request.getParam("version")).orElse("");
    if (!VERSION.matcher(version).matches()) {
      throw new ApiFailure(400, "Field \"version\" is no version: " + version + ".");
    }
    var code = new ArrayList<Code>();
    for (var word : Optional.ofNullable(request.getParam("code")).orElse("").split(",")) {
      if (word.isEmpty()) {
        continue;
      }
      var named = NAMED.matcher(word);
      if (!named.matches() || code.size() == MOST_NAMES) {
        throw new ApiFailure(400, "Field \"code\" is name=class,name=class, not " + word + ".");
      }
      code.add(new Code(named.group(1), named.group(2), version));
    }
    return List.copyOf(code);
  }
}
