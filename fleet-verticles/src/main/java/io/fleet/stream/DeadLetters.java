package io.fleet.stream;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The dead letters of durable topics. Thread-safe; every method may be called twice with the effect
 * of once, and fails when Redis does not answer.
 *
 * @since 0.1
 */
public final class DeadLetters {
  /** How many one call takes at the most. */
  public static final int PAGE = 500;

  /**
   * What became of a retry.
   *
   * @param back letters that are in the log again
   * @param orphans letters that stay, for the group they died for is gone
   */
  public record Retried(long back, long orphans) {
    Retried plus(Retried other) {
      return new Retried(back + other.back, orphans + other.orphans);
    }
  }

  private final RedisLink link;
  private final Keys keys;

  /** Of one fleet. */
  public DeadLetters(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** Letters after an id, oldest first; {@code 0} for the beginning. */
  public Future<List<DeadLetter>> list(String topic, String after, int limit) {
    return partition(topic).letters("(" + after, "+", limit);
  }

  /** One letter. */
  public Future<Optional<DeadLetter>> find(String topic, String id) {
    return partition(topic).letters(id, id, 1).map(found -> found.stream().findFirst());
  }

  /**
   * Puts letters back at the end of the topic, for the group that each died for alone; their
   * attempts begin anew.
   */
  public Future<Retried> retry(String topic, List<String> ids) {
    return partition(topic).retry(ids);
  }

  /** Drops letters for good; how many there were. */
  public Future<Long> discard(String topic, List<String> ids) {
    return partition(topic).discard(ids);
  }

  /** Sets what a letter holds when it is retried; whether there is such a letter. */
  public Future<Boolean> edit(String topic, String id, String value) {
    return partition(topic).edit(id, value);
  }

  /** As {@link #retry}, all that there are now; what dies again meanwhile stays dead. */
  public Future<Retried> retryAll(String topic) {
    return partition(topic)
        .newestLetter()
        .compose(newest -> retryFrom(topic, "0", newest, new Retried(0, 0)));
  }

  private Future<Retried> retryFrom(String topic, String after, String newest, Retried so) {
    return partition(topic)
        .letters("(" + after, newest, PAGE)
        .compose(
            page ->
                page.isEmpty()
                    ? Future.succeededFuture(so)
                    : retry(topic, ids(page))
                        .compose(
                            some -> retryFrom(topic, page.getLast().id(), newest, so.plus(some))));
  }

  /** As {@link #discard}, all that there are now. */
  public Future<Long> discardAll(String topic) {
    return partition(topic).newestLetter().compose(newest -> discardFrom(topic, "0", newest, 0));
  }

  private Future<Long> discardFrom(String topic, String after, String newest, long so) {
    return partition(topic)
        .letters("(" + after, newest, PAGE)
        .compose(
            page ->
                page.isEmpty()
                    ? Future.succeededFuture(so)
                    : discard(topic, ids(page))
                        .compose(
                            some -> discardFrom(topic, page.getLast().id(), newest, so + some)));
  }

  private static List<String> ids(List<DeadLetter> page) {
    return page.stream().map(DeadLetter::id).toList();
  }

  private Partition partition(String topic) {
    return new Partition(link, keys, topic, 0);
  }
}
