package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders of the command line, against a master that writes down what it is sent. */
final class SteerTest {
  private static final String STATUS =
      "{\"automations\":[{\"name\":\"titles\",\"states\":{\"RUNNING\":24}}]}";
  private static final String WORKERS = "{\"items\":[{\"name\":\"w1\",\"slots\":7}]}";

  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final List<JsonObject> bodies = new CopyOnWriteArrayList<>();
  private String answer = "{\"intent\":\"i\",\"accepted\":true,\"changed\":true,\"slots\":3}";
  private int status = 200;
  private HttpServer master;

  @BeforeEach
  void start() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          var text = path.endsWith("/status") ? STATUS : WORKERS;
          var code = 200;
          if (exchange.getRequestMethod().equals("POST")) {
            posted.add(path);
            var body = exchange.getRequestBody().readAllBytes();
            bodies.add(new JsonObject(new String(body, StandardCharsets.UTF_8)));
            text = answer;
            code = status;
          }
          var bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
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
        new ArrayList<>(List.of("--url", "http://127.0.0.1:" + master.getAddress().getPort()));
    all.addAll(Arrays.asList(words));
    return Said.by(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "pause titles --yes, /api/v1/automations/titles/pause",
    "resume titles, /api/v1/automations/titles/resume",
    "restart titles --yes, /api/v1/automations/titles/restart",
    "restart titles/3 --yes, /api/v1/slots/titles/3/restart",
    "quarantine titles/3 --yes, /api/v1/slots/titles/3/quarantine",
    "release titles, /api/v1/automations/titles/release",
    "drain w1 --yes, /api/v1/workers/w1/drain",
    "undrain w1, /api/v1/workers/w1/undrain",
    "cordon w1, /api/v1/workers/w1/cordon",
    "uncordon w1, /api/v1/workers/w1/uncordon",
  })
  void each_order_goes_to_its_place(String words, String path) {
    var said = by(words.split(" "));
    assertThat(said.exit()).as(said.hints()).isZero();
    assertThat(posted).containsExactly(path);
    assertThat(said.answer()).endsWith("(3 slots).\n");
  }

  @Test
  void who_and_why_go_with_it() {
    by("pause", "titles", "--yes", "--reason", "the site is down");
    assertThat(bodies.getFirst().getString("reason")).isEqualTo("the site is down");
    assertThat(bodies.getFirst().getString("actor")).isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void what_stops_slots_is_not_done_unasked() {
    var said = by("pause", "titles");
    assertThat(said.exit()).isEqualTo(7);
    assertThat(said.hints()).contains("This stops 24 slots of titles. Say --yes to go on.");
    assertThat(by("drain", "w1").hints()).contains("This stops 7 slots of w1.");
    assertThat(posted).isEmpty();
  }

  @Test
  void a_forced_drain_has_no_time_and_one_with_a_deadline_has_that() {
    by("drain", "w1", "--yes", "--force");
    by("drain", "w1", "--yes", "--deadline", "2m");
    assertThat(bodies).extracting(body -> body.getString("deadline")).containsExactly("0s", "2m");
  }

  @Test
  void an_order_that_is_in_force_says_so() {
    answer = "{\"accepted\":true,\"changed\":false,\"slots\":3}";
    assertThat(by("cordon", "w1").answer()).isEqualTo("Nothing to change: it is so already.\n");
  }

  @Test
  void what_the_leader_refuses_is_said_in_its_words() {
    status = 404;
    answer = "{\"detail\":\"No worker \\\"w2\\\". Did you mean \\\"w1\\\"?\"}";
    var said = by("cordon", "w2");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.hints()).contains("Did you mean \"w1\"?");
  }

  @Test
  void as_json_it_is_one_document() {
    var told = new JsonObject(by("-o", "json", "cordon", "w1").answer());
    assertThat(told.getString("kind")).isEqualTo("Intent");
    assertThat(told.getJsonObject("data").getBoolean("accepted")).isTrue();
  }
}
