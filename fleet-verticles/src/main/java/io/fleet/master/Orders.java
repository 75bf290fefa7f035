package io.fleet.master;

import io.fleet.config.Durations;
import io.fleet.config.FleetFile;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API asks of whoever leads, at the private address of its epoch. */
final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final Reign reign;
  private final TopicOrders topics;

  Orders(Reign reign, TopicOrders topics) {
    this.reign = reign;
    this.topics = topics;
  }

  void obey(Message<JsonObject> request) {
    var op = request.body().getString("op", "");
    if ("apply".equals(op)) {
      apply(request);
    } else if (Steering.VERBS.contains(op)) {
      steer(request);
    } else if (TopicOrders.OPS.contains(op)) {
      topics.obey(request);
    } else {
      request.fail(400, "unknown order: " + op);
    }
  }

  private void apply(Message<JsonObject> request) {
    final String spec;
    try {
      // Written anew, so that the same state has the same text and thus the same hash.
      spec =
          FleetFile.toJson(reign.pinned(FleetFile.fromJson(request.body().getString("spec", ""))));
    } catch (IllegalArgumentException e) {
      request.fail(400, "the spec cannot be read: " + e.getMessage());
      return;
    }
    var hash = hash(spec);
    var present = reign.desired().source();
    if (hash.equals(present.hash())) {
      request.reply(answer(present.revision(), hash, false));
      return;
    }
    reign
        .apply(spec, hash, request.body().getString("actor", "someone"))
        .onSuccess(applied -> request.reply(answer(applied.revision(), hash, true)))
        .onFailure(e -> request.fail(507, "nothing was changed: " + e.getMessage()));
  }

  private void steer(Message<JsonObject> request) {
    final Steering steering;
    final Steering.Outcome outcome;
    try {
      steering = steering(request.body());
      outcome = steering.on(reign.world(reign.desired().source()));
    } catch (OrderRefused e) {
      request.fail(e.status(), e.getMessage());
      return;
    }
    log.info(
        "order op={} target={} actor={} reason=\"{}\"",
        steering.op(),
        steering.target(),
        steering.actor(),
        steering.reason());
    reign
        .order(steering)
        .onSuccess(
            changed ->
                request.reply(
                    new JsonObject()
                        .put("intent", outcome.intent())
                        .put("accepted", true)
                        .put("changed", changed)
                        .put("slots", outcome.slots())))
        .onFailure(
            e -> {
              var status = e instanceof OrderRefused refused ? refused.status() : 507;
              var head = e instanceof OrderRefused ? "" : "nothing was changed: ";
              request.fail(status, head + e.getMessage());
            });
  }

  private static Steering steering(JsonObject body) {
    var deadline = body.getString("deadline", "");
    return new Steering(
        body.getString("op", ""),
        body.getString("target", ""),
        body.getString("actor", "someone"),
        body.getString("reason", ""),
        deadline.isEmpty()
            ? -1
            : Durations.parse(deadline)
                .orElseThrow(
                    () ->
                        new OrderRefused(
                            400,
                            "\"%s\" is no duration. Write a number with its unit, as 30s or 2m."
                                .formatted(deadline)))
                .toMillis());
  }

  private static JsonObject answer(long revision, String hash, boolean changed) {
    return new JsonObject().put("revision", revision).put("hash", hash).put("changed", changed);
  }

  private static String hash(String spec) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(spec.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
