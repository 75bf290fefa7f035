package io.fleet.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsServerTest {
  private final Vertx vertx = Vertx.vertx();
  private MetricsServer server;

  @BeforeEach
  void listen() {
    server = listen(0);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void metrics_are_in_the_text_format() throws Exception {
    Meters.of(vertx).heartbeat();
    var answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    assertThat(answer.body()).contains("fleet_heartbeats_total 1.0");
  }

  @Test
  void not_ready_is_503_with_the_names_that_failed() throws Exception {
    var lease = new AtomicReference<>(Optional.<String>empty());
    Health.of(vertx).register("lease", lease::get);
    Health.of(vertx).register("store", Optional::empty);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    lease.set(Optional.of("the lease ran out 3 s ago"));
    var answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"lease\":\"the lease ran out 3 s ago\"");
    assertThat(answer.body()).doesNotContain("store");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_check_that_throws_has_failed() throws Exception {
    Health.of(vertx)
        .register(
            "odd",
            () -> {
              throw new IllegalStateException("oh");
            });
    assertThat(get("/health/ready").body()).contains("the check itself failed: oh");
  }

  @Test
  void other_paths_are_404() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void a_taken_port_is_one_sentence() {
    assertThatThrownBy(() -> listen(server.port()))
        .hasMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
  }

  private MetricsServer listen(int port) {
    return MetricsServer.listen(vertx, "127.0.0.1", port)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
