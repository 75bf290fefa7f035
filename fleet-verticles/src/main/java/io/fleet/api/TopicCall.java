package io.fleet.api;

import io.fleet.stream.DeadLetters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What people order for topics and dead letters: checked here, done by whoever leads. */
final class TopicCall {
  private static final Pattern FROM = Pattern.compile("\\d{1,18}(-\\d{1,18})?");

  private final TopicReads topics;
  private final LeaderCall leader;

  TopicCall(TopicReads topics, LeaderCall leader) {
    this.topics = topics;
    this.leader = leader;
  }

  Future<JsonObject> retry(JsonObject request) {
    return letters("dead.retry", request);
  }

  Future<JsonObject> discard(JsonObject request) {
    return letters("dead.discard", request);
  }

  /** A new payload for one letter; it must be JSON. */
  Future<JsonObject> edit(JsonObject request) {
    var id = TopicReads.id(Fields.required(request, "id"));
    if (!request.containsKey("payload")) {
      throw new ApiFailure(400, "Field \"payload\" is missing: what the record is to be.");
    }
    var payload = io.vertx.core.json.Json.encode(request.getValue("payload"));
    return topics
        .named(request)
        .compose(
            topic ->
                leader.order(
                    "dead.edit",
                    new JsonObject()
                        .put("topic", topic.name())
                        .put("ids", new JsonArray().add(id))
                        .put("payload", payload),
                    request));
  }

  /** Delivers to a group again what the log still holds. */
  Future<JsonObject> replay(JsonObject request) {
    var group = Fields.required(request, "group");
    var from = Fields.text(request, "from").orElse("0");
    if (!FROM.matcher(from).matches()) {
      throw new ApiFailure(
          400,
          "Field \"from\" must be the id of a record, as 1767610927000-0, or 0 for the first one,"
              + " not "
              + from
              + ".");
    }
    var first = from.indexOf('-') < 0 ? from + "-0" : from;
    return topics
        .named(request)
        .compose(
            topic ->
                leader.order(
                    "stream.replay",
                    new JsonObject()
                        .put("topic", topic.name())
                        .put("group", group)
                        .put("from", first),
                    request));
  }

  private Future<JsonObject> letters(String op, JsonObject request) {
    var ids = ids(request);
    var all = Boolean.TRUE.equals(flag(request));
    if (all == !ids.isEmpty()) {
      throw new ApiFailure(400, "Which letters? Say \"ids\", or \"all\": true, not both.");
    }
    return topics
        .named(request)
        .compose(
            topic ->
                leader.order(
                    op,
                    new JsonObject()
                        .put("topic", topic.name())
                        .put("ids", new JsonArray(ids))
                        .put("all", all),
                    request));
  }

  private static Object flag(JsonObject request) {
    var all = request.getValue("all", false);
    if (!(all instanceof Boolean)) {
      throw new ApiFailure(400, "Field \"all\" must be true or false.");
    }
    return all;
  }

  private static List<String> ids(JsonObject request) {
    var given = request.getValue("ids", new JsonArray());
    if (!(given instanceof JsonArray array)) {
      throw new ApiFailure(400, "Field \"ids\" must be a list of ids.");
    }
    if (array.size() > DeadLetters.PAGE) {
      throw new ApiFailure(
          400,
          "Field \"ids\" takes %d at the most, not %d. \"all\": true means every one."
              .formatted(DeadLetters.PAGE, array.size()));
    }
    var ids = new ArrayList<String>();
    array.forEach(id -> ids.add(TopicReads.id(String.valueOf(id))));
    return ids;
  }
}
