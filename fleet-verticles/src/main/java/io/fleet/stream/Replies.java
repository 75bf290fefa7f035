package io.fleet.stream;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads what Redis answers in the two protocols: field-value pairs come as a map or as a list. */
final class Replies {
  private Replies() {}

  static void pairs(Response answer, BiConsumer<String, String> to) {
    var keys = answer.getKeys();
    if (!keys.isEmpty()) {
      keys.forEach(key -> to.accept(key, answer.get(key).toString()));
      return;
    }
    for (var i = 0; i + 1 < answer.size(); i += 2) {
      to.accept(answer.get(i).toString(), answer.get(i + 1).toString());
    }
  }

  /** The fields of an entry of a stream. */
  static Map<String, String> fields(Response entry) {
    var fields = new HashMap<String, String>();
    pairs(entry.get(1), fields::put);
    return fields;
  }
}
