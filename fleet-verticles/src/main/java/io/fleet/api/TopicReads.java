package io.fleet.api;

import io.fleet.stream.DeadLetter;
import io.fleet.stream.DeadLetters;
import io.fleet.stream.GroupStats;
import io.fleet.stream.Logged;
import io.fleet.stream.TopicInfo;
import io.fleet.stream.TopicLook;
import io.fleet.stream.TopicStats;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** The handlers of everything that looks at topics; asked of Redis each time. */
final class TopicReads {
  static final Pattern ID = Pattern.compile("\\d{1,18}-\\d{1,18}");
  private static final int MOST = 500;

  private final TopicLook look;
  private final DeadLetters dead;

  TopicReads(TopicLook look, DeadLetters dead) {
    this.look = look;
    this.dead = dead;
  }

  /** All topics with what they hold. */
  Future<JsonObject> list(JsonObject request) {
    return look.topics()
        .compose(
            topics -> {
              var stats = topics.stream().map(topic -> look.stats(topic.name())).toList();
              return Future.all(stats)
                  .map(
                      all -> {
                        var items = new JsonArray();
                        for (var i = 0; i < topics.size(); i++) {
                          items.add(line(topics.get(i), stats.get(i).result()));
                        }
                        return new JsonObject().put("items", items);
                      });
            });
  }

  /** Records of a topic, oldest first. */
  Future<JsonObject> records(JsonObject request) {
    var limit = Fields.number(request, "limit", 20, 1, MOST);
    var after = after(request);
    return named(request)
        .compose(topic -> look.records(topic.name(), after, limit))
        .map(
            records -> {
              var items = new JsonArray();
              records.forEach(record -> items.add(shown(record)));
              return page(items, records.isEmpty() ? after : records.getLast().id());
            });
  }

  /** Dead letters of a topic, oldest first. */
  Future<JsonObject> letters(JsonObject request) {
    var limit = Fields.number(request, "limit", 50, 1, MOST);
    var after = after(request);
    return named(request)
        .compose(topic -> dead.list(topic.name(), after, limit))
        .map(
            letters -> {
              var items = new JsonArray();
              letters.forEach(letter -> items.add(shown(letter)));
              return page(items, letters.isEmpty() ? after : letters.getLast().id());
            });
  }

  /** One dead letter. */
  Future<JsonObject> letter(JsonObject request) {
    var id = id(Fields.required(request, "id"));
    return named(request)
        .compose(
            topic ->
                dead.find(topic.name(), id)
                    .map(found -> shown(found.orElseThrow(() -> noLetter(topic.name(), id)))));
  }

  /** The topic that a request means: by its name, or by that of the batch whose items it holds. */
  Future<TopicInfo> named(JsonObject request) {
    var name = Fields.required(request, "topic");
    return look.topics()
        .map(
            topics ->
                topics.stream()
                    .filter(topic -> topic.name().equals(name))
                    .findFirst()
                    .or(
                        () ->
                            topics.stream()
                                .filter(topic -> topic.name().equals(".items." + name))
                                .findFirst())
                    .orElseThrow(() -> noTopic(name, topics)));
  }

  static ApiFailure noLetter(String topic, String id) {
    return new ApiFailure(
        404,
        "No dead letter %s in %s: it was retried, discarded, or is too old. See fleet dead list %s."
            .formatted(id, shortName(topic), shortName(topic)));
  }

  private static ApiFailure noTopic(String name, List<TopicInfo> topics) {
    var known = topics.stream().map(topic -> shortName(topic.name())).toList();
    return new ApiFailure(
        404,
        "No topic \"%s\".%s"
            .formatted(
                name,
                known.isEmpty()
                    ? " No slot has opened one yet."
                    : Hint.hint(name, known).isEmpty()
                        ? " There are: " + String.join(", ", known) + "."
                        : Hint.hint(name, known)));
  }

  /** As people call it: the items of a batch by the batch's name. */
  static String shortName(String topic) {
    return topic.startsWith(".items.") ? topic.substring(".items.".length()) : topic;
  }

  static String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw new ApiFailure(400, "\"%s\" is no id. Write one as 1767610927000-0.".formatted(text));
    }
    return text;
  }

  private static String after(JsonObject request) {
    return Fields.text(request, "after")
        .filter(text -> !text.equals("0"))
        .map(TopicReads::id)
        .orElse("0");
  }

  private static JsonObject page(JsonArray items, String next) {
    return new JsonObject().put("items", items).put("next", next);
  }

  private static JsonObject line(TopicInfo topic, TopicStats stats) {
    var groups = new JsonArray();
    stats.groups().forEach(group -> groups.add(group(group)));
    return new JsonObject()
        .put("name", topic.name())
        .put("delivery", "durable")
        .put("internal", topic.internal())
        .put("type", topic.type())
        .put("keyed", topic.keyed())
        .put("unique", topic.unique())
        .put("readers", new JsonArray(List.copyOf(topic.readers())))
        .put("writers", new JsonArray(List.copyOf(topic.writers())))
        .put("length", stats.length())
        .put("appended", stats.appended())
        .put("dropped", stats.dropped())
        .put("dead", stats.dead())
        .put("lag", stats.groups().stream().mapToLong(GroupStats::lag).max().orElse(0))
        .put("pending", stats.groups().stream().mapToLong(GroupStats::pending).sum())
        .put("unacknowledged", stats.unacknowledged())
        .put(
            "oldestSeconds",
            stats.groups().stream().mapToLong(group -> group.oldest().toSeconds()).max().orElse(0))
        .put("groups", groups);
  }

  private static JsonObject group(GroupStats group) {
    return new JsonObject()
        .put("name", group.group())
        .put("consumers", group.consumers())
        .put("lag", group.lag())
        .put("pending", group.pending())
        .put("unacknowledged", group.unacknowledged())
        .put("oldestSeconds", group.oldest().toSeconds());
  }

  private static JsonObject shown(Logged record) {
    var json =
        new JsonObject()
            .put("id", record.id())
            .put("at", Text.iso(record.atMillis()))
            .put("type", record.type())
            .put("key", record.key())
            .put("from", record.from());
    if (!record.group().isEmpty()) {
      json.put("group", record.group());
    }
    return json.put("payload", payload(record.value()));
  }

  private static JsonObject shown(DeadLetter letter) {
    return new JsonObject()
        .put("id", letter.id())
        .put("at", Text.iso(letter.atMillis()))
        .put("record", letter.record())
        .put("group", letter.group())
        .put("attempts", letter.attempts())
        .put("reason", letter.cause())
        .put("type", letter.type())
        .put("key", letter.key())
        .put("from", letter.from())
        .put("edited", letter.edited())
        .put("payload", payload(letter.value()));
  }

  /** What is JSON as JSON, all else as text: an undecodable record must still be shown. */
  private static Object payload(String value) {
    try {
      var json = Json.decodeValue(value);
      return json == null ? value : json;
    } catch (DecodeException e) {
      return value;
    }
  }
}
