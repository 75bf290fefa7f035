package io.fleet.stream;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Looks at durable topics from outside: for the API, the command line and tests. Thread-safe; fails
 * when Redis does not answer.
 *
 * @since 0.1
 */
public final class TopicLook {
  private final RedisLink link;
  private final Keys keys;
  private final TopicBook book;

  /** At those of one fleet. */
  public TopicLook(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
    this.book = new TopicBook(link, keys);
  }

  /** Every topic that a slot has opened, by name. */
  public Future<List<TopicInfo>> topics() {
    return book.topics();
  }

  /** What a topic holds now. */
  public Future<TopicStats> stats(String topic) {
    return partition(topic).stats(topic);
  }

  /** Records after an id, oldest first; {@code 0} for the beginning. */
  public Future<List<Logged>> records(String topic, String after, int limit) {
    return partition(topic).records("(" + after, limit);
  }

  /**
   * Delivers to a group again what the log still holds from an id on, that record included; what is
   * being executed may come once more.
   *
   * @param from an id, or the milliseconds since 1970 with {@code -0}
   * @return how many records, or empty when the topic has no such group
   */
  public Future<Optional<Long>> replay(String topic, String group, String from) {
    return partition(topic)
        .replay(group, from)
        .map(count -> count < 0 ? Optional.empty() : Optional.of(count));
  }

  private Partition partition(String topic) {
    return new Partition(link, keys, topic, 0);
  }
}
