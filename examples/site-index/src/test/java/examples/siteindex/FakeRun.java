package examples.siteindex;

import io.fleet.automation.Run;
import io.fleet.automation.SlotInfo;
import io.fleet.stream.Topic;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A run over topics in memory: what is emitted and taken counts only after {@link #commit}. */
final class FakeRun<C> implements Run<C> {
  private record Taken(Topic<?> topic, String json) {}

  private final C config;
  private final Vertx vertx;
  private final MemoryTopics topics;
  private final WebClient web;
  private final List<Runnable> emitted = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  final List<String> notes = new CopyOnWriteArrayList<>();

  FakeRun(C config, Vertx vertx, MemoryTopics topics) {
    this.config = config;
    this.vertx = vertx;
    this.topics = topics;
    this.web = WebClient.create(vertx);
  }

  void commit() {
    emitted.forEach(Runnable::run);
    emitted.clear();
    taken.clear();
  }

  void rollback() {
    emitted.clear();
    taken.forEach(record -> topics.putBack(record.topic(), record.json()));
    taken.clear();
  }

  boolean holdsRecords() {
    return !taken.isEmpty();
  }

  @Override
  public C config() {
    return config;
  }

  @Override
  public SlotInfo slot() {
    return new SlotInfo("fake", 0, 1, 1);
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public WebClient web() {
    return web;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public <T> List<T> share(Collection<T> all) {
    return List.copyOf(all);
  }

  @Override
  public <T> T take(Topic<T> topic) {
    return take(topic, Duration.ofMinutes(1)).orElseThrow();
  }

  @Override
  public <T> List<T> take(Topic<T> topic, int most, Duration patience) {
    try {
      var json = topics.poll(topic, patience);
      json.ifPresent(text -> taken.add(new Taken(topic, text)));
      return json.map(text -> List.of(Json.decodeValue(text, topic.type()))).orElse(List.of());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public <T> void emit(Topic<T> topic, T value) {
    emitted.add(() -> topics.put(topic, value));
  }

  @Override
  public <R extends AutoCloseable> R lease(Class<R> type) {
    throw new UnsupportedOperationException("nothing to lease");
  }

  @Override
  public void note(String text, Object... keysAndValues) {
    notes.add(text);
  }
}
