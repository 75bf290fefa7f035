package io.fleet.stream;

import io.fleet.redis.Pairs;
import io.vertx.redis.client.Response;

/**
 * A record as it stands in the log of a topic; for people.
 *
 * @param id its id; the part before the dash is the wall clock of Redis in milliseconds
 * @param key its ordering key, or empty
 * @param type what its writer calls the type
 * @param from who wrote it: {@code slot:generation:number}, or {@code dead:id} for a retried letter
 * @param group the one group that it is for, or empty
 * @param value the record as its codec wrote it
 * @since 0.1
 */
public record Logged(String id, String key, String type, String from, String group, String value) {
  static Logged of(Response entry) {
    var f = Pairs.of(entry.get(1));
    return new Logged(
        entry.get(0).toString(),
        f.getOrDefault("k", ""),
        f.getOrDefault("t", ""),
        f.getOrDefault("p", ""),
        f.getOrDefault("g", ""),
        f.getOrDefault("v", ""));
  }

  /** When Redis took it, in milliseconds since 1970. */
  public long atMillis() {
    return StreamId.parse(id).millis();
  }
}
