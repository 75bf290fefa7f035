package io.fleet.child;

import io.fleet.automation.Reject;
import io.fleet.automation.Run;
import io.fleet.automation.SlotInfo;
import io.fleet.child.Frame.Ask;
import io.fleet.child.Frame.Want;
import io.fleet.resource.Leases;
import io.fleet.resource.SlotWeb;
import io.fleet.slot.Share;
import io.fleet.stream.JsonCodec;
import io.fleet.stream.RecordTooLarge;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import io.fleet.stream.Undecodable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What an automation sees in a JVM of its own: the worker does the rest. */
final class ChildRun implements Run<Object> {
  private final WorkerEnd worker;
  private final Object config;
  private final Map<String, JsonCodec<?>> codecs = new HashMap<>();
  private Topics topics = Topics.none();
  private SlotInfo slot;
  private @Nullable Leases leases;
  private @Nullable Vertx vertx;
  private @Nullable WebClient web;

  ChildRun(WorkerEnd worker, SlotInfo slot, Object config) {
    this.worker = worker;
    this.slot = slot;
    this.config = config;
  }

  void declares(Topics declared) {
    topics = declared;
  }

  void leasing(Leases of) {
    leases = of;
  }

  /** How many slots the automation has now. */
  void count(int count) {
    slot = new SlotInfo(slot.automation(), slot.index(), count, slot.generation());
  }

  @Override
  public Object config() {
    return config;
  }

  @Override
  public SlotInfo slot() {
    return slot;
  }

  /** Made when it is asked for: most automations need none. */
  @Override
  public Vertx vertx() {
    var present = vertx;
    if (present == null) {
      present =
          Vertx.vertx(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setWorkerPoolSize(2)
                  .setInternalBlockingPoolSize(2));
      vertx = present;
    }
    return present;
  }

  @Override
  public WebClient web() {
    var present = web;
    if (present == null) {
      present = SlotWeb.open(vertx(), slot.automation());
      web = present;
    }
    return present;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public <T> List<T> share(Collection<T> all) {
    return Share.of(all, slot.index(), slot.count());
  }

  @Override
  public <T> List<T> take(Topic<T> topic, int most, Duration patience) {
    if (!declared(topics.takes(), topic)) {
      throw undeclared("takes", topic);
    }
    if (most < 1) {
      throw new IllegalArgumentException("take at least 1 record, not " + most);
    }
    var reply = worker.ask(new Ask(Want.TAKE, topic.name(), nanos(patience), most));
    return switch (reply.verdict()) {
      case VALUE -> decoded(topic, reply.items());
      case NONE -> List.of();
      case STOPPING -> throw new Stop();
      case FAILED -> throw new IllegalStateException(reply.text());
    };
  }

  private <T> List<T> decoded(Topic<T> topic, List<String> records) {
    try {
      return records.stream().map(json -> decoded(topic, json)).toList();
    } catch (Reject e) {
      if (records.size() == 1) {
        throw e;
      }
      // Not all of them for one: after a failure each comes alone.
      throw new IllegalStateException(
          "one of %d records is rejected: %s".formatted(records.size(), e.getMessage()), e);
    }
  }

  /** As the worker does it with an item that is no value of its type. */
  <T> T decoded(Topic<T> topic, String json) {
    try {
      return codec(topic).decode(json);
    } catch (Undecodable e) {
      throw Reject.because(Objects.requireNonNullElse(e.getMessage(), "undecodable"));
    }
  }

  @Override
  public <T> void emit(Topic<T> topic, T value) {
    if (!declared(topics.emits(), topic)) {
      throw undeclared("emits", topic);
    }
    if (Thread.currentThread().isInterrupted()) {
      // Where the worker may have to wait for room, an interrupt ends the wait, as it does there.
      throw new CancellationException("interrupted before an emit to " + topic.name());
    }
    var json = encoded(topic, value);
    worker.tell(
        new Frame.Emit(
            topic.name(),
            topic.keyOf(value).orElse(""),
            topic.uniqueKeyOf(value).orElse(""),
            json));
  }

  /** As text, which must not be larger than a record may be. */
  <T> String encoded(Topic<T> topic, T value) {
    var json = codec(topic).encode(value);
    var bytes = json.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > RecordTooLarge.LIMIT_BYTES) {
      throw new RecordTooLarge(topic.name(), bytes);
    }
    return json;
  }

  @Override
  public <R extends AutoCloseable> R lease(Class<R> type) {
    return Objects.requireNonNull(leases).lease(type);
  }

  @Override
  public void note(String text, Object... keysAndValues) {
    worker.tell(new Frame.Note(text + " " + Arrays.toString(keysAndValues)));
  }

  @SuppressWarnings("unchecked") // a topic's codec was made for that topic
  private <T> JsonCodec<T> codec(Topic<T> topic) {
    return (JsonCodec<T>) codecs.computeIfAbsent(topic.name(), name -> new JsonCodec<>(topic));
  }

  private static boolean declared(List<Topic<?>> topics, Topic<?> topic) {
    return topics.stream().anyMatch(each -> each.name().equals(topic.name()));
  }

  private static long nanos(Duration patience) {
    return patience.compareTo(Duration.ofDays(1)) > 0
        ? Duration.ofDays(1).toNanos()
        : Math.max(0, patience.toNanos());
  }

  private IllegalStateException undeclared(String verb, Topic<?> topic) {
    return new IllegalStateException(
        "%s %s %s without saying so. Add to topics(): %s(%s)"
            .formatted(slot, verb, topic.name(), verb, topic.constant()));
  }
}
