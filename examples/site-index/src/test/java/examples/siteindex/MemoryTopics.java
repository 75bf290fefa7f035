package examples.siteindex;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.stream.Topic;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Streams in memory: JSON there and back, at most 1 MiB a record, unique keys once. */
final class MemoryTopics {
  private final Map<String, BlockingQueue<String>> queues = new ConcurrentHashMap<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  <T> void put(Topic<T> topic, T value) {
    if (topic.uniqueKeyOf(value).map(key -> keys.add(topic.name() + key)).orElse(true)) {
      var json = Json.encode(value);
      assertThat(json.length()).as("a record of %s", topic).isLessThanOrEqualTo(1 << 20);
      putBack(topic, json);
    }
  }

  void putBack(Topic<?> topic, String json) {
    queue(topic).add(json);
  }

  Optional<String> poll(Topic<?> topic, Duration patience) throws InterruptedException {
    return Optional.ofNullable(queue(topic).poll(patience.toNanos(), NANOSECONDS));
  }

  int size(Topic<?> topic) {
    return queue(topic).size();
  }

  private BlockingQueue<String> queue(Topic<?> topic) {
    return queues.computeIfAbsent(topic.name(), name -> new LinkedBlockingQueue<>());
  }
}
