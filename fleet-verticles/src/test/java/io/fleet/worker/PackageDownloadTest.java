package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fleet.testkit.Jars;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP; the master is a few lines. */
final class PackageDownloadTest {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private final HttpServer server;
  private final String url;
  private final PackageStore store;
  private final Path dir;

  PackageDownloadTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    store = PackageStore.in(dir.resolve("packages"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/packages/",
        exchange -> {
          var token = exchange.getRequestHeaders().getFirst("Authorization");
          tokens.add(String.valueOf(token));
          var body = files.get(exchange.getRequestURI().getPath().substring(17));
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body == null ? new byte[0] : body);
          }
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private PackageDownload from(String... masters) {
    return new PackageDownload(store, () -> List.of(masters), List.of(url), Optional.of("secret"));
  }

  @Test
  void a_package_is_fetched_with_all_its_jars() throws Exception {
    var lib = Jars.of().source("lib.A", "package lib; class A {}").write(dir.resolve("lib/a.jar"));
    var found =
        PackageJar.read(
            Jars.counter("1").beside("lib/a.jar", lib).write(dir.resolve("counter.jar")));
    files.put(found.hash(), found.index().text().getBytes(StandardCharsets.UTF_8));
    for (var i = 0; i < 2; i++) {
      files.put(found.index().entries().get(i).hash(), Files.readAllBytes(found.jars().get(i)));
    }
    from("http://127.0.0.1:1", url).get(found.hash());
    assertThat(store.find(found.hash())).isPresent();
    assertThat(tokens).containsOnly("Bearer secret");
  }

  @Test
  void what_is_not_what_was_asked_for_is_not_kept() throws Exception {
    var hash = "a".repeat(64);
    files.put(hash, "something else".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> from(url).get(hash))
        .isInstanceOf(PackageUnavailable.class)
        .hasMessageContaining(url)
        .hasMessageContaining("its SHA-256 is");
    assertThat(store.names()).isEmpty();
  }

  @Test
  void every_master_that_was_tried_is_named_with_what_it_said() {
    assertThatThrownBy(() -> from(url, "http://127.0.0.1:1").get("b".repeat(64)))
        .hasMessageContaining(url + ": status 404; http://127.0.0.1:1: ");
  }

  @Test
  void without_a_master_it_says_what_to_do() {
    assertThatThrownBy(() -> from().get("b".repeat(64)))
        .hasMessageContaining("no master is known")
        .hasMessageContaining("--to-master");
  }

  @Test
  void a_master_that_only_the_bus_named_does_not_see_the_token() {
    var download = new PackageDownload(store, () -> List.of(url), List.of(), Optional.of("secret"));
    assertThatThrownBy(() -> download.get("b".repeat(64))).isInstanceOf(PackageUnavailable.class);
    assertThat(tokens).containsExactly("null");
  }
}
