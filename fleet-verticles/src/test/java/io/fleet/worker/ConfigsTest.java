package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.FleetFile;
import io.fleet.config.SpecJson;
import io.fleet.store.WorkerStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConfigsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> there = new HashMap<>();
  private final Configs configs = new Configs(vertx, store());

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_config_that_was_read_is_not_asked_for_again() throws Exception {
    there.put("a1", text());
    var first = get(configs.read("a1"));
    there.clear();
    assertThat(get(configs.read("a1"))).isSameAs(first);
  }

  @Test
  void one_that_was_not_there_is_asked_for_again() throws Exception {
    assertThat(configs.read("a1").cause()).hasMessage("config a1 is not in the store");
    there.put("a1", text());
    assertThat(get(configs.read("a1")).name()).isEqualTo("a");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static String text() {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations:
          a: { class: A, version: "1" }
        """;
    var spec = FleetFile.parse("fleet.yaml", yaml).spec().orElseThrow();
    return SpecJson.write(spec.automations().values().iterator().next());
  }

  /** Only configs are asked of it here; the real one is asked in each test of a whole worker. */
  private WorkerStore store() {
    return (WorkerStore)
        Proxy.newProxyInstance(
            ConfigsTest.class.getClassLoader(),
            new Class<?>[] {WorkerStore.class},
            (proxy, method, args) ->
                Future.succeededFuture(Optional.ofNullable(there.get(String.valueOf(args[0])))));
  }
}
