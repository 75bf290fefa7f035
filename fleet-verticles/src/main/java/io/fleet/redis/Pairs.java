package io.fleet.redis;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;

/**
 * Field-value pairs as Redis answers them: a map in RESP3, a flat list in RESP2, and in an entry of
 * a stream always a list.
 *
 * @since 0.1
 */
public final class Pairs {
  private Pairs() {}

  /** The pairs by field. */
  public static Map<String, String> of(Response answer) {
    var map = new HashMap<String, String>();
    var keys = answer.getKeys();
    if (!keys.isEmpty()) {
      for (var key : keys) {
        map.put(key, answer.get(key).toString());
      }
      return map;
    }
    for (var i = 0; i + 1 < answer.size(); i += 2) {
      map.put(answer.get(i).toString(), answer.get(i + 1).toString());
    }
    return map;
  }
}
