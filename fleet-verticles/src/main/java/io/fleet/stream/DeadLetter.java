package io.fleet.stream;

import io.fleet.redis.Pairs;
import io.vertx.redis.client.Response;

/**
 * A record that its group gave up.
 *
 * @param id the letter's own
 * @param record the record's id in the log
 * @param group the automation that could not execute it
 * @param cause why
 * @param attempts how often its execution began
 * @param atMillis when it was given up, in milliseconds since 1970
 * @param key its ordering key, or empty
 * @param type what its writer calls the type
 * @param from who wrote it
 * @param value the record, as it will be retried
 * @param edited whether a person has changed it since
 * @since 0.1
 */
public record DeadLetter(
    String id,
    String record,
    String group,
    String cause,
    long attempts,
    long atMillis,
    String key,
    String type,
    String from,
    String value,
    boolean edited) {
  static DeadLetter of(Response entry, String edit) {
    var f = Pairs.of(entry.get(1));
    return new DeadLetter(
        entry.get(0).toString(),
        f.getOrDefault("id", ""),
        f.getOrDefault("group", ""),
        f.getOrDefault("cause", ""),
        Long.parseLong(f.getOrDefault("attempts", "0")),
        Long.parseLong(f.getOrDefault("at", "0")),
        f.getOrDefault("k", ""),
        f.getOrDefault("t", ""),
        f.getOrDefault("p", ""),
        edit.isEmpty() ? f.getOrDefault("v", "") : edit,
        !edit.isEmpty());
  }
}
