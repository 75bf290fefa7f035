package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  private static final String WELL =
      """
      {"verdict":"well","converged":true,"sentence":"Healthy. 3 of 3 slots running.",
       "master":{"leader":"m-1","epoch":2,"state":"LEADING","standbys":["m-2"]},"workers":{"UP":1,"LOST":0},"needs":[],
       "automations":[{"name":"hello","version":"1.0.0","desired":3,"states":{"RUNNING":3,"FREE":0},
         "fill":1.0,"perSecond":12.5,"errorRate":0.01}]}
      """;
  private static final String ILL =
      """
      {"verdict":"degraded","converged":false,"sentence":"1 thing needs you. 1 of 3 slots running.",
       "needs":[{"target":"hello","reason":"RESTART_ATTEMPTS","sentence":"2 slots quarantined",
         "doing":"waiting for you","actions":[]}],
       "automations":[{"name":"hello","version":"1.0.0","desired":3,"states":{"RUNNING":1,"QUARANTINED":2}},
         {"name":"calm","version":"1.0.0","desired":1,"states":{"RUNNING":1}}]}
      """;

  @TempDir private Path dir;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private HttpServer master;

  /** A stand-in for the master's HTTP alone: what is tested here is the command's side. */
  @BeforeEach
  void listen() throws IOException {
    master = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    master.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().toString();
          if (exchange.getRequestMethod().equals("POST")) {
            var meant = exchange.getRequestHeaders().getFirst("X-Fleet-Request");
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posts.add(meant + " " + body);
          }
          var page = pages.getOrDefault(path, "404 {\"detail\":\"No such thing.\"}");
          var bytes = page.substring(4).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(page.substring(0, 3)), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    master.start();
  }

  @AfterEach
  void stop() {
    master.stop(0);
  }

  @Test
  void no_word_at_all_shows_the_help() {
    assertThat(Said.by())
        .returns(0, Said::exit)
        .extracting(Said::answer)
        .asString()
        .contains("Usage: fleet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev",
        "validate",
        "apply",
        "status",
        "explain",
        "events",
        "pause",
        "resume",
        "restart",
        "quarantine",
        "release",
        "drain",
        "undrain",
        "cordon",
        "uncordon",
        "master",
        "worker",
        "version"
      })
  void each_command_of_the_help_has_a_help_of_its_own(String command) {
    var said = Said.by("help", command);

    assertThat(said.exit()).isZero();
    assertThat(said.answer()).startsWith("Usage: fleet " + command);
    assertThat(FleetCommand.TEXT).contains(command);
    assertThat(Said.by(command, "--help")).isEqualTo(said);
  }

  @Test
  void the_hidden_command_is_in_no_list() {
    assertThat(Said.by("--help").answer()).doesNotContain("worker-jvm");
  }

  @Test
  void a_mistyped_command_is_wrong_usage_with_a_question() {
    var said = Said.by("aply");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.hints())
        .isEqualTo(
            "Unmatched argument at index 0: 'aply'. Did you mean: fleet apply? See: fleet help\n");
  }

  @Test
  void a_mistyped_flag_is_wrong_usage_with_a_question() {
    var said = Said.by("status", "--wach");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.hints()).contains("--wach").contains("Did you mean: --watch");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain | hello   | \"hello\" is no slot",
        "events  | --limit=0 | --limit takes 1 to 1000",
        "apply   | x.yaml --timeout=10 | 10 has no unit. Did you mean 10s?",
        "dev     | --duration=7 | 7 has no unit. Did you mean 7s?",
        "dev     | --workers=-1 | --workers takes",
        "help    | statu  | Did you mean status?",
        "status  | --url=nowhere | is no URL of a master",
        "status  | --output=xml | xml",
        "worker  | --capacity=many | is no whole number",
        "master  | --http=8080 | is no HOST:PORT",
        "worker  | --name=Big_One | Try \"big-one\"",
      })
  void wrong_usage_is_one_sentence_and_exit_2(String command, String word, String sentence) {
    var said = Said.by((command + " " + word).split(" "));

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.hints()).contains(sentence).doesNotContain("\tat ");
    assertThat(said.hints().strip().lines()).hasSize(1);
    assertThat(said.answer()).isEmpty();
  }

  @Test
  void exit_codes_are_explained() {
    assertThat(Said.by("help", "exit-codes").answer()).contains("4  file invalid").contains("143");
  }

  @Test
  void a_master_that_does_not_answer_is_exit_5_with_the_cure() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    var said = Said.by("status", "--url", "http://127.0.0.1:" + free);

    assertThat(said.exit()).isEqualTo(5);
    assertThat(said.hints())
        .isEqualTo(
            "Cannot reach the master at http://127.0.0.1:"
                + free
                + " (connection refused). Is it up? Start one with `fleet dev`, or set FLEET_URL.\n");
  }

  @Test
  void something_else_that_answers_there_is_exit_5() {
    pages.put("/api/v1/status", "200 <html>");

    assertThat(ask("status"))
        .returns(5, Said::exit)
        .extracting(Said::hints)
        .asString()
        .contains("is no Fleet master");
  }

  @Test
  void a_refusal_is_exit_7_in_the_masters_words() {
    pages.put(
        "/api/v1/status", "401 {\"title\":\"Unauthorized\",\"detail\":\"A token is needed.\"}");

    assertThat(ask("status")).isEqualTo(new Said(7, "", "A token is needed.\n"));
  }

  @Test
  void a_healthy_fleet_is_exit_0_sentence_first() {
    pages.put("/api/v1/status", "200 " + WELL);

    var said = ask("status");

    assertThat(said.exit()).isZero();
    assertThat(said.answer())
        .isEqualTo(
            """
            Healthy. 3 of 3 slots running.

            AUTOMATION  VERSION  SLOTS  STATES     PER SECOND  ERRORS
            hello       1.0.0    3/3    RUNNING 3  13          1.0%

            Workers: 1 UP. Master: m-1, epoch 2, LEADING; standing by: m-2.
            """);
  }

  @Test
  void a_fleet_that_needs_somebody_is_exit_1_and_says_what() {
    pages.put("/api/v1/status", "200 " + ILL);

    var said = ask("status");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.answer())
        .contains("  hello: 2 slots quarantined (RESTART_ATTEMPTS), waiting for you\n");
  }

  @Test
  void the_status_of_one_automation_is_its_own() {
    pages.put("/api/v1/status", "200 " + ILL);

    assertThat(ask("status", "calm").exit()).isZero();
    assertThat(ask("status", "hello").exit()).isEqualTo(1);
    assertThat(ask("status", "clam").hints())
        .isEqualTo("There is no automation \"clam\". Did you mean calm?\n");
  }

  @Test
  void json_is_one_document_with_the_whole_status() {
    pages.put("/api/v1/status", "200 " + WELL);

    var document = new io.vertx.core.json.JsonObject(ask("status", "-o", "json").answer());

    assertThat(document.getString("apiVersion")).isEqualTo("fleet/v1");
    assertThat(document.getString("kind")).isEqualTo("Status");
    assertThat(document.getJsonObject("data")).isEqualTo(new io.vertx.core.json.JsonObject(WELL));
  }

  @Test
  void explain_tells_the_reason_and_the_way_there() {
    pages.put(
        "/api/v1/slots/hello/1",
        """
        200 {"slot":"hello/1","state":"BACKOFF","reason":"BACKOFF_UNTIL","generation":3145730,
        "worker":"","why":[{"step":1,"sentence":"It threw: no luck."}],
        "timeline":[{"at":"2026-01-05T11:02:07Z","from":"RUNNING","to":"BACKOFF","cause":"EXECUTE_FAILED"}],
        "advice":["Look at its log."]}
        """);

    assertThat(ask("explain", "hello/1").answer())
        .startsWith("hello/1 BACKOFF 3.2 (BACKOFF_UNTIL)\n  It threw: no luck.\n")
        .contains("RUNNING  BACKOFF  EXECUTE_FAILED")
        .endsWith("  Look at its log.\n");
  }

  @Test
  void events_come_newest_last() {
    pages.put(
        "/api/v1/events?limit=2",
        """
        200 {"items":[{"id":"10-0","at":"2026-01-05T11:02:08Z","target":"hello/2","reason":"SCALED_UP"},
        {"id":"9-0","at":"2026-01-05T11:02:07Z","target":"hello/1","reason":"SCALED_UP",
        "data":{"from":"FREE","to":"ASSIGNED","worker":"w-1"}}],"next":"10-0"}
        """);

    var lines = ask("events", "--limit", "2").answer().lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("hello/1  FREE -> ASSIGNED on w-1  SCALED_UP");
    assertThat(lines.get(2)).contains("hello/2");
  }

  @Test
  void an_invalid_file_is_exit_4_and_nothing_is_sent() throws IOException {
    var file = write("apiVersion: fleet/v1\nkind: Fleet\nautomations:\n  a:\n    slot: 2\n");

    var said = ask("apply", file.toString());

    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.hints())
        .contains(file + ":5:5: automations.a.slot: unknown field. Did you mean \"slots\"?")
        .contains("    slot: 2")
        .contains("Nothing was sent.");
    assertThat(posts).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_is_one_sentence() {
    var said = Said.by("validate", dir.resolve("nothing.yaml").toString());

    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.hints()).startsWith("There is no file").doesNotContain("Exception");
  }

  @Test
  void apply_sends_the_file_and_follows_until_it_holds() throws IOException {
    pages.put(
        "/api/v1/status",
        "200 {\"converged\":true,\"sentence\":\"Healthy.\",\"revision\":{\"desired\":7}}");
    pages.put("/api/v1/apply", "200 {\"revision\":7,\"changed\":true}");

    var said = ask("apply", empty().toString(), "--reason", "a test");

    assertThat(said.exit()).isZero();
    assertThat(said.answer()).isEqualTo("Revision 7 applied.\nHealthy.\n");
    assertThat(posts).hasSize(1);
    assertThat(posts.getFirst()).startsWith("1 {").contains("\"reason\":\"a test\"");
  }

  @Test
  void apply_gives_up_following_with_exit_6() throws IOException {
    pages.put("/api/v1/status", "200 {\"converged\":false,\"sentence\":\"Starting.\"}");
    pages.put("/api/v1/apply", "200 {\"revision\":7}");

    var said = ask("apply", empty().toString(), "--timeout", "1ms");

    assertThat(said.exit()).isEqualTo(6);
    assertThat(said.hints()).contains("the change goes on");
  }

  @Test
  void what_stops_slots_is_refused_without_a_yes_and_names_the_number() throws IOException {
    pages.put("/api/v1/status", "200 " + WELL);
    pages.put("/api/v1/apply", "200 {\"revision\":7}");

    var refused = ask("apply", empty().toString());

    assertThat(refused.exit()).isEqualTo(7);
    assertThat(refused.hints()).contains("This stops 3 slots (hello).");
    assertThat(posts).isEmpty();
    assertThat(ask("apply", empty().toString(), "--yes", "--detach").exit()).isZero();
  }

  @Test
  void a_fault_of_ours_shows_its_trace_with_debug_alone() throws IOException {
    pages.put("/api/v1/status", "200 {\"automations\":[{\"name\":\"a\",\"states\":3}]}");

    assertThat(ask("status"))
        .returns(1, Said::exit)
        .extracting(Said::hints)
        .asString()
        .contains("--debug shows where")
        .doesNotContain("\tat ");
    assertThat(ask("status", "--debug").hints()).contains("\tat io.fleet.cli.");
  }

  @Test
  void a_taken_port_names_the_key_its_origin_and_a_free_one() throws IOException {
    var conf = dir.resolve("master.json");
    Files.writeString(conf, "{\"http\": \"127.0.0.1:" + master.getAddress().getPort() + "\"}");

    var said = Said.by("master", "--conf", conf.toString());

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.hints())
        .startsWith(
            "Port " + master.getAddress().getPort() + " is taken (key http, from " + conf + ")")
        .contains("Choose another: --http 127.0.0.1:");
  }

  @ParameterizedTest
  @CsvSource({
    "master,--http,0.0.0.0:8080",
    "worker,--cluster-host,0.0.0.0",
    "dev,--http,0.0.0.0:8080"
  })
  void nothing_listens_beyond_loopback(String command, String flag, String value) {
    // A file that exists: dev looks at it first.
    var said = command.equals("dev") ? devOn(value) : Said.by(command, flag, value);

    assertThat(said.exit()).isEqualTo(78);
    assertThat(said.hints()).contains("Refusing to listen on 0.0.0.0");
  }

  private Said devOn(String place) {
    try {
      return Said.by(
          "dev", empty().toString(), "--http", place, "--data", dir.resolve("data").toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Said ask(String command, String... words) {
    var all = new java.util.ArrayList<>(List.of(command));
    all.addAll(List.of(words));
    all.addAll(List.of("--url", "http://127.0.0.1:" + master.getAddress().getPort()));
    return Said.by(all.toArray(String[]::new));
  }

  private Path empty() throws IOException {
    return write("apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: test }\nautomations: {}\n");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(dir.resolve("fleet.yaml"), yaml);
  }
}
