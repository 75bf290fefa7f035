package io.fleet.automation;

import io.fleet.stream.Topic;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an automation sees of the fleet while it runs. Use it from the slot's own thread only.
 *
 * @param <C> the config record
 * @since 0.1
 */
public interface Run<C> {
  /** The config record; changes only between executions. */
  C config();

  /** Which slot and generation this is. */
  SlotInfo slot();

  /** The Vert.x instance. What is created through it on the slot's thread ends with the slot. */
  Vertx vertx();

  /** A web client with time-outs and metrics. Its futures may be awaited on the slot's thread. */
  WebClient web();

  /** The time; a fake one in tests. */
  InstantSource clock();

  /**
   * This slot's part of a collection, by rendezvous hashing over the automation's slots; every item
   * has exactly one slot.
   */
  <T> List<T> share(Collection<T> all);

  /** Waits for the next record; acknowledged when execute returns. */
  default <T> T take(Topic<T> topic) {
    for (; ; ) {
      var taken = take(topic, Duration.ofDays(1));
      if (taken.isPresent()) {
        return taken.get();
      }
    }
  }

  /** Waits for the next record, but not longer than {@code patience}. */
  default <T> Optional<T> take(Topic<T> topic, Duration patience) {
    return take(topic, 1, patience).stream().findFirst();
  }

  /**
   * Waits for the next records, but not longer than {@code patience}; does not wait for more when
   * there is one. All are acknowledged when execute returns, and all have failed when it throws;
   * what failed before, or was executed when its process died, comes alone.
   *
   * @param most how many at the most; more than 256 is taken as 256
   * @return none when there was none
   * @throws IllegalArgumentException when {@code most} is less than 1
   */
  <T> List<T> take(Topic<T> topic, int most, Duration patience);

  /** Emits a record; waits while the topic is full. Sent at the latest when execute returns. */
  <T> void emit(Topic<T> topic, T value);

  /**
   * Leases a resource: until this execution ends, or, when it is leased in {@code setup}, until the
   * generation ends. {@link Children}, {@link TempFolder} and {@link LocalPort} are always there,
   * others come with a {@link ResourceProvider}. It is given back by itself, the last one first;
   * closing it earlier is allowed.
   *
   * @throws IllegalArgumentException when nobody provides such a resource; it names those that are
   *     there
   */
  <R extends AutoCloseable> R lease(Class<R> type);

  /** Puts a line into the slot's timeline; for people, not a log. */
  void note(String text, Object... keysAndValues);
}
