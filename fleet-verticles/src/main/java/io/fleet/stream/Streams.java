package io.fleet.stream;

import io.fleet.config.StreamSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The durable transport: streams in Redis. Thread-safe. Inlets and outlets keep their state on the
 * Vert.x context on which they are made, so make them on the slot's event loop.
 *
 * @since 0.1
 */
public final class Streams {
  /**
   * How many unique keys a topic remembers at the most; the older half is dropped when they are
   * reached.
   */
  public static final int UNIQUE_KEYS = 2_000_000;

  private static final int INTERNAL_KEYS = 10_000;

  private final Vertx vertx;
  private final RedisLink link;
  private final Keys keys;
  private final int uniqueKeys;
  private final TopicBook book;
  private final Set<Outlet<?>> outlets = ConcurrentHashMap.newKeySet();

  /** Over a pool of connections; blocking reads get connections of their own. */
  public Streams(Vertx vertx, RedisLink link, Keys keys) {
    this(vertx, link, keys, UNIQUE_KEYS);
  }

  Streams(Vertx vertx, RedisLink link, Keys keys, int uniqueKeys) {
    this.vertx = vertx;
    this.link = link;
    this.keys = keys;
    this.uniqueKeys = uniqueKeys;
    this.book = new TopicBook(link, keys);
  }

  /** Writes to a topic; one for each generation and topic. */
  public <T> Outlet<T> outlet(Topic<T> topic, StreamSpec spec, Fence fence) {
    book.writes(topic, fence.automation());
    var outlet = new Outlet<>(vertx, partition(topic.name()), topic, spec, fence, outlets::remove);
    outlets.add(outlet);
    return outlet;
  }

  /**
   * Reads a topic for a group; one for each generation and topic. It reads from {@link Inlet#start}
   * on.
   *
   * @param group the automation's name: its slots share the records
   */
  public <T> Inlet<T> inlet(Topic<T> topic, StreamSpec spec, String group, Fence fence) {
    book.reads(topic, group);
    return new Inlet<>(vertx, link.settings(), partition(topic.name()), topic, spec, group, fence);
  }

  /**
   * To be called when a Redis that may have lost its tail was adopted: what open outlets hold of
   * their last accepted records is sent again, and what Redis still has is not accepted twice.
   */
  public void replay() {
    outlets.forEach(Outlet::replay);
    book.again();
  }

  /** What a topic holds now. Fails when Redis does not answer. */
  public Future<TopicStats> stats(String topic) {
    return partition(topic).stats(topic);
  }

  /**
   * Drops a group for good: an automation that was removed must not hold the topic full. What it
   * has not acknowledged is not dead-lettered. A reader that is still there makes the group anew.
   */
  public Future<Void> forget(String topic, String group) {
    return partition(topic).forget(group);
  }

  private Partition partition(String topic) {
    // An internal topic is told a page again at the most; no need to remember millions.
    var remembered = topic.startsWith(".") ? Math.min(uniqueKeys, INTERNAL_KEYS) : uniqueKeys;
    return new Partition(link, keys, topic, remembered);
  }
}
