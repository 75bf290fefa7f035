package io.fleet.stream;

import io.fleet.redis.Keys;
import io.fleet.redis.Pairs;
import io.fleet.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The register of topics in Redis: whoever opens one says so, once per process. It is for people
 * and tools; no reader or writer needs it. Thread-safe.
 */
final class TopicBook {
  private static final String READS = " r ";
  private static final String WRITES = " w ";

  private final RedisLink link;
  private final String key;
  private final Map<String, String> said = new ConcurrentHashMap<>();

  TopicBook(RedisLink link, Keys keys) {
    this.link = link;
    this.key = keys.topics();
  }

  void reads(Topic<?> topic, String automation) {
    say(topic, topic.name() + READS + automation);
  }

  void writes(Topic<?> topic, String automation) {
    say(topic, topic.name() + WRITES + automation);
  }

  /** Says all of it once more: Redis may have lost it. */
  void again() {
    said.forEach(this::write);
  }

  private void say(Topic<?> topic, String who) {
    say(topic.name(), described(topic));
    say(who, "");
  }

  private void say(String field, String value) {
    if (!value.equals(said.put(field, value))) {
      write(field, value);
    }
  }

  private void write(String field, String value) {
    // What is not written now is written when it is opened next.
    link.send(Command.HSET, key, field, value).onFailure(e -> said.remove(field, value));
  }

  private static String described(Topic<?> topic) {
    return new JsonObject()
        .put("type", topic.typeName())
        .put("keyed", topic.isKeyed())
        .put("unique", topic.isUnique())
        .encode();
  }

  /** All topics by name. */
  Future<List<TopicInfo>> topics() {
    return link.send(Command.HGETALL, key).map(answer -> read(new TreeMap<>(Pairs.of(answer))));
  }

  static List<TopicInfo> read(Map<String, String> fields) {
    var topics = new ArrayList<TopicInfo>();
    fields.forEach(
        (field, value) -> {
          if (field.indexOf(' ') < 0) {
            var json = new JsonObject(value);
            topics.add(
                new TopicInfo(
                    field,
                    json.getString("type", ""),
                    json.getBoolean("keyed", false),
                    json.getBoolean("unique", false),
                    named(fields, field + READS),
                    named(fields, field + WRITES)));
          }
        });
    return topics;
  }

  private static SortedSet<String> named(Map<String, String> fields, String prefix) {
    var names = new TreeSet<String>();
    for (var field : fields.keySet()) {
      if (field.startsWith(prefix)) {
        names.add(field.substring(prefix.length()));
      }
    }
    return names;
  }
}
