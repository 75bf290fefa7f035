package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final SiteServer server = new SiteServer();
  private final int port = Pipeline.freePort();
  private final Path temp;
  private FakeRun<SiteServer.Config> run;

  SiteServerTest(@TempDir Path temp) throws Exception {
    this.temp = temp;
    this.run = run(temp.resolve("site"));
    Files.writeString(temp.resolve("secret.txt"), "secret");
    PlantedSite.page(temp.resolve("site"), "index.html", "hello");
    PlantedSite.page(temp.resolve("site"), "a b/index.html", "folder");
    Files.createSymbolicLink(temp.resolve("site/out.txt"), temp.resolve("secret.txt"));
  }

  private FakeRun<SiteServer.Config> run(Path site) {
    var config = new SiteServer.Config(site.toString(), port, temp.resolve("out").toString());
    return new FakeRun<>(config, vertx, new MemoryTopics());
  }

  @AfterEach
  void stop() throws Exception {
    server.teardown(run);
    vertx.close().await();
  }

  private void start(Path site) throws Exception {
    run = run(site);
    server.setup(run);
  }

  private HttpResponse<Buffer> ask(HttpMethod method, String path) {
    return run.web().request(method, port, "127.0.0.1", path).send().await();
  }

  private Path jar() throws Exception {
    var jar = temp.resolve("site.jar");
    try (var zip =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
      Files.copy(temp.resolve("site/index.html"), zip.getPath("/index.html"));
      Files.createDirectory(zip.getPath("/a b"));
      Files.copy(temp.resolve("site/a b/index.html"), zip.getPath("/a b/index.html"));
    }
    return jar;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_folder_and_a_jar_are_served_alike(boolean asJar) throws Exception {
    start(asJar ? jar() : temp.resolve("site"));
    assertThat(ask(HttpMethod.GET, "/index.html").bodyAsString()).contains("hello");
    assertThat(ask(HttpMethod.GET, "/a%20b/").bodyAsString()).contains("folder");
    assertThat(ask(HttpMethod.GET, "/a%20b/").getHeader("Content-Type")).isEqualTo("text/html");
    assertThat(ask(HttpMethod.GET, "/a%20b").statusCode()).isEqualTo(404);
    assertThat(ask(HttpMethod.GET, "/none.html").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/a%20b/..%2f..%2fsecret.txt",
        "/out.txt",
        "/%00",
        "/%zz",
        "//etc/passwd",
      })
  void no_path_leads_out_of_the_site(String path) throws Exception {
    start(temp.resolve("site"));
    assertThat(ask(HttpMethod.GET, path).statusCode()).isEqualTo(404);
  }

  @Test
  void head_answers_without_a_body_and_nothing_else_is_allowed() throws Exception {
    start(temp.resolve("site"));
    var head = ask(HttpMethod.HEAD, "/index.html");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
    assertThat(head.getHeader("Content-Length"))
        .isEqualTo("" + Files.size(temp.resolve("site/index.html")));
    assertThat(ask(HttpMethod.POST, "/index.html").statusCode()).isEqualTo(405);
  }

  @Test
  void the_log_has_a_line_for_every_get_also_of_an_earlier_server() throws Exception {
    start(temp.resolve("site"));
    ask(HttpMethod.GET, "/index.html?q");
    ask(HttpMethod.HEAD, "/index.html");
    server.teardown(run);
    start(temp.resolve("site"));
    ask(HttpMethod.GET, "/none");
    assertThat(Files.readAllLines(temp.resolve("out/access.log")))
        .satisfiesExactly(
            line -> assertThat(line).matches("\\S+Z /index.html 200"),
            line -> assertThat(line).matches("\\S+Z /none 404"));
  }

  @Test
  void a_taken_port_is_waited_for() throws Exception {
    var holder = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    try (holder;
        var slot = new FakeSlot<>(server, run)) {
      await().until(() -> run.notes.contains("port is taken, trying again"));
      holder.close();
      await().until(() -> run.notes.contains("serving"));
      assertThat(ask(HttpMethod.GET, "/index.html").statusCode()).isEqualTo(200);
      assertThat(slot.errors).isEmpty();
    }
  }

  @Test
  void a_site_that_is_not_there_is_named() throws Exception {
    assertThatThrownBy(() -> start(temp.resolve("nowhere.jar")))
        .hasMessageContaining("no jar or folder at " + temp.resolve("nowhere.jar"));
  }
}
