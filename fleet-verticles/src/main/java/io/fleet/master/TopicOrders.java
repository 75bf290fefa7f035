package io.fleet.master;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.stream.DeadLetters;
import io.fleet.stream.TopicLook;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders about topics and their dead letters. They touch no slot, so no reconciler sees them. */
final class TopicOrders {
  static final Set<String> OPS = Set.of("dead.retry", "dead.discard", "dead.edit", "stream.replay");

  private static final Logger log = LoggerFactory.getLogger(TopicOrders.class);

  private final TopicLook topics;
  private final DeadLetters dead;

  TopicOrders(RedisLink link, Keys keys) {
    this.topics = new TopicLook(link, keys);
    this.dead = new DeadLetters(link, keys);
  }

  void obey(Message<JsonObject> request) {
    var body = request.body();
    log.info(
        "order op={} topic={} ids={} all={} actor={} reason=\"{}\"",
        body.getString("op"),
        body.getString("topic"),
        body.getJsonArray("ids", new JsonArray()).size(),
        body.getBoolean("all", false),
        body.getString("actor", "someone"),
        body.getString("reason", ""));
    done(body)
        .onSuccess(answer -> request.reply(answer.put("accepted", true)))
        .onFailure(
            e -> {
              if (e instanceof OrderRefused refused) {
                request.fail(refused.status(), refused.getMessage());
              } else {
                request.fail(
                    503,
                    "Redis did not answer, so it may or may not have happened. Look with fleet dead"
                        + " list, and try again: twice is once. ("
                        + e.getMessage()
                        + ")");
              }
            });
  }

  private Future<JsonObject> done(JsonObject body) {
    var topic = body.getString("topic", "");
    var all = body.getBoolean("all", false);
    var ids = ids(body);
    return switch (body.getString("op", "")) {
      case "dead.retry" ->
          (all ? dead.retryAll(topic) : dead.retry(topic, ids))
              .map(done -> answer(done.back()).put("orphans", done.orphans()));
      case "dead.discard" ->
          (all ? dead.discardAll(topic) : dead.discard(topic, ids)).map(TopicOrders::answer);
      case "dead.edit" ->
          dead.edit(topic, ids.getFirst(), body.getString("payload", ""))
              .map(
                  there -> {
                    if (!there) {
                      throw new OrderRefused(
                          404, "No dead letter %s in %s.".formatted(ids.getFirst(), topic));
                    }
                    return answer(1);
                  });
      default -> replay(topic, body.getString("group", ""), body.getString("from", ""));
    };
  }

  private Future<JsonObject> replay(String topic, String group, String from) {
    return topics
        .replay(topic, group, from)
        .compose(
            count ->
                count.isPresent()
                    ? Future.succeededFuture(answer(count.get()))
                    : topics
                        .stats(topic)
                        .compose(
                            stats -> {
                              var known = stats.groups().stream().map(g -> g.group()).toList();
                              return Future.failedFuture(
                                  new OrderRefused(
                                      404,
                                      "Nobody called \"%s\" reads %s.%s"
                                          .formatted(
                                              group,
                                              topic,
                                              known.isEmpty()
                                                  ? " It has no reader."
                                                  : " It is read by "
                                                      + String.join(", ", known)
                                                      + ".")));
                            }));
  }

  private static List<String> ids(JsonObject body) {
    return body.getJsonArray("ids", new JsonArray()).stream().map(String::valueOf).toList();
  }

  private static JsonObject answer(long count) {
    return new JsonObject().put("count", count);
  }
}
