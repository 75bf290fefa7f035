package io.fleet.api;

import io.fleet.protocol.LogAddress;
import io.fleet.protocol.LogLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;

/**
 * Asks the worker that has them for the lines of a slot, or for its own. Lines go from the worker
 * to whoever follows, not through here; asking again with the feed of an answer renews it.
 */
final class LogCall {
  static final Set<String> FIELDS =
      Set.of("slot", "worker", "target", "level", "lines", "follow", "feed");

  private static final int LINES = 200;
  private static final long PATIENCE_MILLIS = 3_000;

  private final Vertx vertx;
  private final Projector projector;

  LogCall(Vertx vertx, Projector projector) {
    this.vertx = vertx;
    this.projector = projector;
  }

  /** The operation. */
  Future<JsonObject> open(JsonObject request) {
    var feed = Fields.text(request, "feed").orElse("");
    if (!feed.isEmpty() && !LogAddress.isFeed(feed)) {
      throw new ApiFailure(400, "Field \"feed\" must be one that fleet.logs.open gave.");
    }
    var follow = follow(request);
    if (follow && feed.isEmpty()) {
      feed = freshFeed();
    }
    return ask(source(request), level(request), lines(request, LINES), follow ? feed : "");
  }

  /** Another one for each follower; it is not to be guessed. */
  static String freshFeed() {
    return LogAddress.feed("l-" + UUID.randomUUID());
  }

  /** Where the lines are now that a request asks for. */
  LogSource source(JsonObject request) {
    var view = projector.view();
    var target = Fields.text(request, "target").orElse("");
    var worker = Fields.text(request, "worker").orElse(target.contains("/") ? "" : target);
    var slot = Fields.text(request, "slot").orElse(target.contains("/") ? target : "");
    if (worker.isEmpty() == slot.isEmpty()) {
      throw new ApiFailure(400, "Name a slot (\"slot\") or a worker (\"worker\"), one of them.");
    }
    if (!worker.isEmpty()) {
      return LogSource.of(worker(view, worker));
    }
    var id = Asked.slot(view, slot);
    return LogSource.of(view, id, projector.model().timeline(id));
  }

  /** An automation is easily written where a slot is meant. */
  private static WorkerView worker(View view, String name) {
    if (!view.workers().containsKey(name)
        && view.map().ranges().stream().anyMatch(range -> range.automation().equals(name))) {
      throw new ApiFailure(
          404,
          "No worker \"%s\", but an automation. Its slots have logs: %s/0.".formatted(name, name));
    }
    return Asked.worker(view, name);
  }

  static LogLevel level(JsonObject request) {
    var text = Fields.text(request, "level").orElse("TRACE");
    return LogLevel.parse(text)
        .orElseThrow(
            () ->
                new ApiFailure(
                    400,
                    "Field \"level\" is one of TRACE, DEBUG, INFO, WARN, ERROR, not "
                        + text
                        + "."));
  }

  static int lines(JsonObject request, int otherwise) {
    return Fields.number(request, "lines", otherwise, 0, LogAddress.MOST_LINES);
  }

  static boolean follow(JsonObject request) {
    var value = request.getValue("follow", false);
    return switch (String.valueOf(value)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ApiFailure(400, "Field \"follow\" is true or false.");
    };
  }

  /** One question to the worker; with a feed it sends what is new for the lease. */
  Future<JsonObject> ask(LogSource source, LogLevel least, int lines, String feed) {
    var body =
        new JsonObject()
            .put("slot", source.slot())
            .put("level", least.name())
            .put("lines", lines)
            .put("feed", feed);
    return vertx
        .eventBus()
        .<JsonObject>request(
            LogAddress.of(source.worker()),
            body,
            new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS))
        .map(
            answer -> {
              var reply = answer.body().put("leaseSeconds", LogAddress.LEASE_SECONDS);
              if (!feed.isEmpty()) {
                reply.put("feed", feed);
              }
              if (!source.slot().isEmpty()) {
                reply.put("slot", source.slot());
              }
              return source.note().isEmpty() ? reply : reply.put("note", source.note());
            })
        .recover(e -> Future.failedFuture(failure(source, e)));
  }

  /** Tells the worker that nobody follows any more; without that the lease runs out. */
  void end(LogSource source, String feed) {
    vertx
        .eventBus()
        .send(LogAddress.of(source.worker()), new JsonObject().put("feed", feed).put("end", true));
  }

  private Throwable failure(LogSource source, Throwable e) {
    if (e instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
        && reply.failureCode() >= 400
        && reply.failureCode() <= 599) {
      return new ApiFailure(reply.failureCode(), String.valueOf(reply.getMessage()));
    }
    if (!(e instanceof ReplyException)) {
      return e;
    }
    var known = projector.view().workers().get(source.worker());
    return new ApiFailure(
        503,
        "Worker %s does not answer for its logs%s. They are in its memory alone, so try again when it does."
            .formatted(
                source.worker(),
                known == null
                    ? ""
                    : "; it is "
                        + known.state()
                        + ", silent for "
                        + Text.span(known.silentMillis())));
  }
}
