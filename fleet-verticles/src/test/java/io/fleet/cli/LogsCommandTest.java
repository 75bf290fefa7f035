package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code fleet logs}, against a master that has one answer. */
final class LogsCommandTest {
  private static final JsonObject LINE =
      new JsonObject()
          .put("n", 1)
          .put("time", "2026-01-05T11:02:07.009Z")
          .put("level", "WARN")
          .put("logger", "io.fleet.notes")
          .put("message", "no page")
          .put("slot", "prober/17")
          .put("generation", "3145845")
          .put("execution", 12)
          .put("error", "java.io.IOException: gone\n\tat shop.Main");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private String answer = "";
  private int status = 200;
  private HttpServer master;

  @BeforeEach
  void start() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestHeaders().getFirst("Accept") + " " + exchange.getRequestURI());
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    master.start();
  }

  @AfterEach
  void stop() {
    master.stop(0);
  }

  private Said by(String... words) {
    var all =
        new ArrayList<>(
            List.of("--url", "http://127.0.0.1:" + master.getAddress().getPort(), "logs"));
    all.addAll(Arrays.asList(words));
    return Said.by(all.toArray(String[]::new));
  }

  private void answers() {
    answer = new JsonObject().put("lines", JsonArray.of(LINE)).encode();
  }

  @Test
  void a_line_has_time_level_generation_execution_logger_and_its_error_below_it() {
    answers();
    var said = by("prober/17");
    assertThat(said.exit()).isZero();
    assertThat(said.answer())
        .containsPattern(
            "^2026-01-05 .*\\.009 WARN  3\\.117 #12 notes no page\njava\\.io\\.IOException: gone\n");
    assertThat(asked)
        .containsExactly("application/json /api/v1/logs/prober%2F17?level=trace&lines=200");
  }

  @Test
  void as_json_each_line_is_one_object() {
    answers();
    var said = by("-o", "json", "-n", "5", "--level", "warn", "w-1");
    assertThat(said.answer().lines().map(JsonObject::new)).containsExactly(LINE);
    assertThat(asked.getFirst()).endsWith("/api/v1/logs/w-1?level=warn&lines=5");
  }

  @Test
  void following_shows_each_event_as_it_comes_until_the_master_goes() {
    answer =
        "event: open\ndata: {\"note\":\"It runs nowhere.\"}\n\n: still here\n\ndata: "
            + new JsonObject().put("lines", JsonArray.of(LINE)).put("dropped", 7).encode()
            + "\n\nevent: problem\ndata: {\"detail\":\"w-1 is silent.\"}\n\n";
    var said = by("-f", "prober/17");
    assertThat(said.answer()).contains("no page");
    assertThat(said.hints())
        .contains("It runs nowhere.", "7 lines dropped", "w-1 is silent.", "Cannot reach");
    assertThat(said.exit()).isEqualTo(Exit.UNREACHABLE);
    assertThat(asked.getFirst()).startsWith("text/event-stream");
  }

  @Test
  void what_the_master_refuses_is_said_in_its_words_also_to_one_who_follows() {
    status = 404;
    answer = "{\"detail\":\"No automation \\\"probr\\\". Did you mean \\\"prober\\\"?\"}";
    for (var said : List.of(by("probr/1"), by("-f", "probr/1"))) {
      assertThat(said.exit()).isEqualTo(Exit.FAILED);
      assertThat(said.hints()).isEqualTo("No automation \"probr\". Did you mean \"prober\"?\n");
    }
  }

  @Test
  void more_lines_than_are_kept_are_refused_here() {
    assertThat(by("-n", "1001", "w-1").exit()).isEqualTo(Exit.USAGE);
    assertThat(asked).isEmpty();
  }
}
