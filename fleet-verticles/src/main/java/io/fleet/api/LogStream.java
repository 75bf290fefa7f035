package io.fleet.api;

import io.fleet.protocol.LogLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log as an event stream: follows the slot from worker to worker for as long as the reader
 * stays. A reader that is too slow loses lines, and is told how many. Belongs to one event loop.
 *
 * <p>Events: messages {@code {lines, dropped}}, and {@code problem} with {@code {detail}} while no
 * worker has the lines.
 */
final class LogStream {
  private static final long LOOK_MILLIS = 1_000;
  private static final int RENEW_EACH = 20;
  private static final int COMMENT_EACH = 15;

  private final Vertx vertx;
  private final LogCall logs;
  private final JsonObject request;
  private final LogLevel least;
  private final int lines;
  private final HttpServerResponse response;
  private final String feed = LogCall.freshFeed();
  private @Nullable MessageConsumer<JsonObject> consumer;
  private @Nullable LogSource source;
  private final Map<String, Long> seen = new HashMap<>();
  private String epoch = "";
  private String problem = "";
  private long last;
  private long missing;
  private long timer = -1;
  private long looks;
  private boolean asking;
  private boolean closed;

  LogStream(
      Vertx vertx,
      LogCall logs,
      JsonObject request,
      LogLevel least,
      int lines,
      HttpServerResponse response) {
    this.vertx = vertx;
    this.logs = logs;
    this.request = request;
    this.least = least;
    this.lines = lines;
    this.response = response;
  }

  /** Begins; fails before anything is written when the worker does not answer. */
  Future<Void> open(LogSource from) {
    response.closeHandler(gone -> close()).exceptionHandler(e -> close());
    var listening = vertx.eventBus().<JsonObject>consumer(feed, this::heard);
    consumer = listening;
    // Listening comes first, so that no line falls between the answer and the first message.
    return listening
        .completion()
        .compose(ready -> logs.ask(from, least, lines, feed))
        .onSuccess(
            reply -> {
              if (closed) {
                logs.end(from, feed);
                return;
              }
              begin();
              opened(from, reply);
              timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
            })
        .onFailure(e -> close())
        .mapEmpty();
  }

  private void begin() {
    response
        .setChunked(true)
        .putHeader("Content-Type", LogStreams.TYPE)
        .putHeader("Cache-Control", "no-store")
        // A compressor would hold lines back until it has enough of them.
        .putHeader("Content-Encoding", "identity")
        .putHeader("X-Accel-Buffering", "no");
  }

  private void opened(LogSource from, JsonObject reply) {
    source = from;
    problem = "";
    if (!reply.getString("epoch").equals(epoch)) {
      // A slot may come back to a worker whose lines the reader has seen before.
      seen.put(epoch, last);
      epoch = reply.getString("epoch");
      last = seen.getOrDefault(epoch, 0L);
    }
    var first = new JsonObject().put("worker", reply.getString("worker"));
    if (reply.containsKey("note")) {
      first.put("note", reply.getString("note"));
    }
    event("open", first);
    deliver(reply.getJsonArray("lines"), 0);
  }

  private void heard(Message<JsonObject> message) {
    var body = message.body();
    var data = body.getJsonObject("d");
    // What another worker still sends belongs to the time before the move.
    if (!closed && timer >= 0 && epoch.equals(body.getString("epoch"))) {
      deliver(data.getJsonArray("lines"), data.getLong("dropped", 0L));
    }
  }

  /** Lines that were in the answer already have a number that is not new. */
  private void deliver(JsonArray arrived, long dropped) {
    var fresh = new JsonArray();
    for (var each : arrived) {
      var line = (JsonObject) each;
      if (line.getLong("n") > last) {
        last = line.getLong("n");
        fresh.add(line);
      }
    }
    missing += dropped;
    if (fresh.isEmpty() && missing == 0) {
      return;
    }
    if (response.writeQueueFull()) {
      missing += fresh.size();
      return;
    }
    write(
        "data: " + new JsonObject().put("lines", fresh).put("dropped", missing).encode() + "\n\n");
    missing = 0;
  }

  private void look() {
    looks++;
    if (looks % COMMENT_EACH == 0) {
      write(": still here\n\n");
    }
    if (asking || closed) {
      return;
    }
    LogSource now;
    try {
      now = logs.source(request);
    } catch (ApiFailure e) {
      // It may be assigned again; the reader decides how long that is worth waiting for.
      complain(e.sentence());
      return;
    }
    var before = source;
    var moved = before == null || !now.same(before);
    if (moved || !problem.isEmpty() || looks % RENEW_EACH == 0) {
      renew(now, moved);
    }
  }

  private void renew(LogSource now, boolean moved) {
    asking = true;
    logs.ask(now, least, moved ? lines : 0, feed)
        .onComplete(
            answered -> {
              asking = false;
              if (closed) {
                logs.end(now, feed);
              } else if (answered.failed()) {
                complain(
                    answered.cause() instanceof ApiFailure failure
                        ? failure.sentence()
                        : "The worker cannot be asked.");
              } else if (moved || !answered.result().getString("epoch").equals(epoch)) {
                opened(now, answered.result());
              } else {
                source = now;
                problem = "";
              }
            });
  }

  private void complain(String sentence) {
    if (!sentence.equals(problem)) {
      problem = sentence;
      event("problem", new JsonObject().put("detail", sentence));
    }
  }

  private void event(String name, JsonObject data) {
    write("event: " + name + "\ndata: " + data.encode() + "\n\n");
  }

  private void write(String text) {
    if (!closed && !response.ended()) {
      response.write(text);
    }
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    vertx.cancelTimer(timer);
    if (consumer != null) {
      consumer.unregister();
    }
    if (source != null) {
      logs.end(source, feed);
    }
  }
}
