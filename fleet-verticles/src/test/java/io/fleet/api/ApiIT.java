package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.LeaderAddress;
import io.fleet.slot.SlotState;
import io.fleet.testkit.RedisServer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ApiIT {
  private static RedisServer redis;
  private static final FleetSpec FLEET =
      Samples.fleet(Samples.automation("prober", 3), Samples.automation("titles", 2));

  private ApiKit kit;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    kit = new ApiKit(redis);
  }

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void the_leader_is_called_by_its_name() {
    kit.leads("m-1/5f0c9a", 1);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        kit.get("/api/v1/status")
                            .json()
                            .getJsonObject("master")
                            .getString("leader"))
                    .isEqualTo("m-1"));
  }

  @Test
  void a_client_that_offers_http_2_is_answered() throws Exception {
    try (var client = java.net.http.HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(java.net.URI.create(kit.url("/health/live")))
              .timeout(Duration.ofSeconds(5))
              .build();
      var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void an_empty_fleet_answers() {
    kit.leads("m-1", 1);
    sentence("No automation yet.");
    assertThat(kit.get("/api/v1/slots").json().getString("packed")).isEmpty();
  }

  @Test
  void what_the_leader_writes_is_seen_and_the_letters_add_up_to_the_status() {
    fill();
    sentence("2 things need you. 2 of 5 slots running.");
    var status = kit.get("/api/v1/status").json();
    var slots = kit.get("/api/v1/slots").json();
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/status").json().getLong("seq"))
                    .isEqualTo(kit.get("/api/v1/slots").json().getLong("seq")));
    assertThat(slots.getString("packed")).isEqualTo("RRFQF");
    var tally = Tally.of(slots.getString("packed"));
    for (var state : SlotState.values()) {
      assertThat(status.getJsonObject("slots").getInteger(state.name())).isEqualTo(tally.of(state));
    }
    assertThat(status.getJsonObject("slots").getInteger("desired")).isEqualTo(5);
    assertThat(status.getJsonObject("master"))
        .isEqualTo(
            new JsonObject(
                "{\"leader\":\"m-1\",\"epoch\":3,\"state\":\"LEADING\",\"standbys\":[]}"));
    assertThat(status.getJsonObject("revision").getInteger("desired")).isEqualTo(42);
    assertThat(status.getString("fleet")).isEqualTo("catalogue");
    var worker = status.getJsonArray("workersList").getJsonObject(0);
    assertThat(worker.getString("name")).isEqualTo("w-1");
    assertThat(worker.getString("state")).isEqualTo("UP");
    assertThat(worker.getInteger("slots")).isEqualTo(2);
    assertThat(worker.getInteger("boot")).isEqualTo(1);
  }

  @Test
  void a_worker_that_falls_silent_makes_its_slots_suspect() {
    kit.leads("m-1", 3)
        .wants(FLEET, 42)
        .beats(Samples.report("w-1", Map.of()), 1, 1)
        .moves("prober/0", "RUNNING", "STARTED", "w-1")
        .moves("titles/0", "QUARANTINED", "RESTART_ATTEMPTS", "w-1");
    // FAST: three heartbeats are 1.5 s; this worker's line never changes again.
    packed("UFFQF");
    assertThat(kit.get("/api/v1/status").json().getJsonObject("slots").getInteger("SUSPECT"))
        .isEqualTo(1);
    kit.beats(Samples.report("w-1", Map.of()), 1, 2);
    packed("RFFQF");
  }

  @Test
  void every_read_has_its_route() {
    fill();
    packed("RRFQF");
    assertThat(kit.get("/api/v1/automations").json().getJsonArray("items")).hasSize(2);
    var prober = kit.get("/api/v1/automations/prober").json();
    assertThat(prober.getJsonObject("config").getString("every")).isEqualTo("30s");
    assertThat(prober.getJsonObject("states").getInteger("RUNNING")).isEqualTo(2);
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/workers").json().getJsonArray("items").encode())
                    .contains("\"zone\":\"eu\"", "\"name\":\"w-1\""));
    var slot = kit.get("/api/v1/slots/titles/0").json();
    assertThat(slot.getString("state")).isEqualTo("QUARANTINED");
    assertThat(slot.getJsonArray("timeline")).hasSize(1);
    assertThat(kit.get("/api/v1/slots?automation=titles").json().getString("packed"))
        .isEqualTo("QF");
  }

  @Test
  void the_leaders_reason_reaches_explain() {
    fill();
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/slots/prober/2").json().getString("reason"))
                    .isEqualTo("NO_ROOM"));
  }

  @Test
  void events_are_paged_by_the_last_id() {
    fill();
    var all = kit.get("/api/v1/events").json().getJsonArray("items");
    assertThat(all).hasSize(3);
    assertThat(all.getJsonObject(0).getString("kind")).isEqualTo("slot.running");
    var first = all.getJsonObject(0).getString("id");
    var page = kit.get("/api/v1/events?limit=1&after=" + first).json();
    assertThat(page.getJsonArray("items").getJsonObject(0).getString("target"))
        .isEqualTo("prober/1");
    assertThat(
            kit.get("/api/v1/events?after=" + page.getString("next")).json().getJsonArray("items"))
        .hasSize(1);
  }

  @Test
  void a_wrong_request_is_one_sentence() {
    fill();
    packed("RRFQF");
    refused(kit.get("/api/v1/automations/probr"), 404, "Did you mean \"prober\"?");
    refused(kit.get("/api/v1/statos"), 404, "No /api/v1/statos. Did you mean \"/status\"?");
    refused(kit.get("/api/v1/slots/prober/3"), 404, "prober has slots 0 to 2");
    refused(kit.get("/api/v1/slots/prober/x"), 400, "Write AUTOMATION/INDEX");
    refused(kit.get("/api/v1/events?limt=3"), 400, "Did you mean \"limit\"?");
    refused(kit.get("/api/v1/status?x=3"), 400, "It takes none.");
    refused(kit.get("/api/v1/events?limit=0"), 400, "from 1 to 1000, not 0");
    refused(kit.get("/api/v1/events?after=x"), 400, "must be the id of an event");
    refused(kit.get("/api/v1/apply"), 405, "takes POST");
    refused(kit.post("/api/v1/apply", new JsonObject().put("yaml", "x")), 400, "\"yaml\"");
    refused(kit.post("/api/v1/apply", new JsonObject()), 400, "\"spec\" is missing");
    refused(kit.post("/api/v1/apply", new JsonObject().put("spec", "x")), 400, "not a fleet");
    var headers = Map.of("X-Fleet-Request", "1");
    refused(
        kit.request(HttpMethod.POST, "/api/v1/apply", headers, "[1]"), 400, "not a JSON object");
    refused(
        kit.request(HttpMethod.POST, "/api/v1/apply", headers, "x".repeat((1 << 20) + 1)),
        413,
        "larger than 1 MiB");
  }

  @Test
  void a_change_that_no_header_vouches_for_is_refused() {
    refused(kit.request(HttpMethod.POST, "/api/v1/apply", Map.of(), "{}"), 403, "X-Fleet-Request");
  }

  @Test
  void a_foreign_host_or_origin_is_refused() {
    refused(
        kit.request(HttpMethod.GET, "/api/v1/status", Map.of("Host", "evil.example"), ""),
        403,
        "evil.example");
    refused(
        kit.request(HttpMethod.GET, "/eventbus/info", Map.of("Origin", "http://evil.example"), ""),
        403,
        "may not open the bridge");
    var own = "http://127.0.0.1:" + kit.api.port();
    assertThat(kit.request(HttpMethod.GET, "/eventbus/info", Map.of("Origin", own), "").status())
        .isEqualTo(200);
  }

  @Test
  void every_answer_has_the_security_headers() {
    var headers = kit.get("/").headers();
    assertThat(headers.get("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(kit.get("/api/v1/nothing").headers().get("X-Content-Type-Options"))
        .isEqualTo("nosniff");
  }

  @Test
  void without_a_leader_apply_is_503() {
    var answer = kit.post("/api/v1/apply", apply());
    refused(answer, 503, "No leader");
    assertThat(answer.headers().get("Retry-After")).isEqualTo("2");
  }

  @Test
  void apply_is_relayed_to_the_leader_and_its_answer_back() {
    var asked = new java.util.concurrent.LinkedBlockingQueue<JsonObject>();
    kit.vertx
        .eventBus()
        .<JsonObject>consumer(
            LeaderAddress.of(0),
            m -> {
              asked.add(m.body());
              m.reply(new JsonObject().put("revision", 43).put("hash", "9a").put("changed", true));
            });
    var answer = kit.post("/api/v1/apply", apply().put("actor", "anna").put("reason", "why not"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getInteger("revision")).isEqualTo(43);
    assertThat(asked.remove())
        .isEqualTo(apply().put("op", "apply").put("actor", "anna").put("reason", "why not"));
  }

  @Test
  void orders_are_relayed_to_the_leader_whatever_way_they_came() {
    var asked = new java.util.concurrent.LinkedBlockingQueue<JsonObject>();
    kit.vertx
        .eventBus()
        .<JsonObject>consumer(
            LeaderAddress.of(0),
            m -> {
              asked.add(m.body());
              m.reply(new JsonObject().put("accepted", true));
            });
    ordered(asked, "/automations/titles/pause", new JsonObject(), "pause", "titles");
    ordered(asked, "/slots/titles/1/release", new JsonObject(), "release", "titles/1");
    ordered(asked, "/automations/titles/restart", new JsonObject(), "restart", "titles");
    var soon = new JsonObject().put("deadline", "5s");
    assertThat(ordered(asked, "/workers/w-1/drain", soon, "drain", "w-1").getString("deadline"))
        .isEqualTo("5s");
    var slot = new JsonObject().put("slot", "titles/0");
    ApiKit.wait(kit.vertx.eventBus().request("fleet.slots.quarantine", slot));
    assertThat(asked.remove().getString("target")).isEqualTo("titles/0");
    ApiKit.wait(
        kit.vertx
            .eventBus()
            .request("fleet.workers.cordon", new JsonObject().put("worker", "w-1")));
    assertThat(asked.remove().getString("op")).isEqualTo("cordon");
  }

  private JsonObject ordered(
      java.util.Queue<JsonObject> asked, String path, JsonObject more, String op, String target) {
    var body = more.copy().put("actor", "anna").put("reason", "why not");
    assertThat(kit.post("/api/v1" + path, body).status()).isEqualTo(200);
    var order = asked.remove();
    assertThat(order.getString("op")).isEqualTo(op);
    assertThat(order.getString("target")).isEqualTo(target);
    assertThat(order.getString("actor")).isEqualTo("anna");
    assertThat(order.getString("reason")).isEqualTo("why not");
    return order;
  }

  @Test
  void an_order_that_names_nothing_or_too_much_is_refused() {
    refused(
        kit.post("/api/v1/automations/titles/pause", new JsonObject().put("deadline", "1s")),
        400,
        "Unknown field \"deadline\"");
    assertThatThrownBy(
            () ->
                ApiKit.wait(kit.vertx.eventBus().request("fleet.slots.restart", new JsonObject())))
        .hasMessageContaining("What is meant?");
  }

  @Test
  void what_the_leader_refuses_is_refused_with_its_words() {
    kit.vertx
        .eventBus()
        .consumer(LeaderAddress.of(0), m -> m.fail(507, "The snapshot cannot be written."));
    refused(kit.post("/api/v1/apply", apply()), 507, "The snapshot cannot be written.");
  }

  @Test
  void operations_answer_on_the_bus_too() {
    fill();
    packed("RRFQF");
    var bus = kit.vertx.eventBus();
    var reply =
        ApiKit.wait(
            bus.<JsonObject>request(
                "fleet.slots.explain", new JsonObject().put("slot", "prober/0")));
    assertThat(reply.body().getString("state")).isEqualTo("RUNNING");
    assertThatThrownBy(
            () -> ApiKit.wait(bus.request("fleet.status.get", new JsonObject().put("x", 1))))
        .hasMessageContaining("Unknown field \"x\"");
  }

  @Test
  void a_lost_redis_that_came_back_with_a_later_epoch_is_read_anew() {
    fill();
    packed("RRFQF");
    kit.loses("titles/0");
    kit.leads("m-2", 4);
    packed("RRFFF");
  }

  @Test
  void the_dashboard_is_served_with_caching_that_fits() {
    assertThat(kit.get("/").text()).contains("test page");
    assertThat(kit.get("/automations/prober").text()).contains("test page");
    assertThat(kit.get("/").headers().get("Cache-Control")).isEqualTo("no-cache");
    var asset = kit.get("/assets/app-1a2b3c.js");
    assertThat(asset.text()).contains("page = 1");
    assertThat(asset.headers().get("Cache-Control")).contains("immutable");
    assertThat(asset.headers().get("Content-Type")).contains("javascript");
    refused(kit.get("/assets/none.js"), 404, "No file");
    refused(kit.get("/..%2f..%2fpom.xml"), 404, "No file");
    assertThat(kit.get("/%2e%2e/io/fleet/api/ApiKit.class").status()).isEqualTo(404);
  }

  @Test
  void without_a_built_dashboard_a_page_says_how_to_build_it() {
    try (var bare = new ApiKit(redis, new JsonObject(), "webroot-none")) {
      assertThat(bare.get("/").text()).contains("./fleet build");
      assertThat(bare.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void metrics_show_the_slots() {
    fill();
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/metrics").text())
                    .contains(
                        "fleet_slots{automation=\"prober\",state=\"RUNNING\"} 2.0",
                        "fleet_slots_desired{automation=\"titles\"} 2.0",
                        "fleet_workers{state=\"UP\"} 1.0",
                        "fleet_converged 0.0"));
  }

  @Test
  void with_a_token_nothing_is_told_without_it() {
    var config = new JsonObject().put("token", "secret");
    try (var guarded = new ApiKit(redis, config, "webroot-test")) {
      refused(guarded.get("/api/v1/status"), 401, "A token is needed");
      refused(guarded.get("/metrics"), 401, "A token is needed");
      refused(guarded.get("/eventbus/info"), 401, "A token is needed");
      assertThat(guarded.get("/health/live").status()).isEqualTo(200);
      var bearer = Map.of("Authorization", "Bearer secret");
      assertThat(guarded.request(HttpMethod.GET, "/api/v1/status", bearer, "").status())
          .isEqualTo(200);
      refused(
          guarded.post("/api/v1/session", new JsonObject().put("token", "x")),
          401,
          "not the token");
      var cookie =
          guarded
              .post("/api/v1/session", new JsonObject().put("token", "secret"))
              .headers()
              .get("Set-Cookie");
      assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict");
      var session = Map.of("Cookie", cookie.substring(0, cookie.indexOf(';')));
      assertThat(guarded.request(HttpMethod.GET, "/api/v1/status", session, "").status())
          .isEqualTo(200);
      assertThatThrownBy(
              () ->
                  ApiKit.wait(
                      guarded.vertx.eventBus().request("fleet.status.get", new JsonObject())))
          .hasMessageContaining("fleet-token");
    }
  }

  @Test
  void a_taken_port_is_said_or_the_next_one_is_used() {
    var taken = new JsonObject().put("http", "127.0.0.1:" + kit.api.port());
    assertThatThrownBy(() -> new ApiKit(redis, taken, "webroot-test"))
        .hasMessageContaining("Port " + kit.api.port() + " is taken (key http)");
    try (var next = new ApiKit(redis, taken.put("httpFallback", true), "webroot-test")) {
      assertThat(next.api.port()).isGreaterThan(kit.api.port());
    }
  }

  @Test
  void without_redis_it_is_not_ready_and_says_so() {
    var own = RedisServer.start();
    try (var other = new ApiKit(own)) {
      other.leads("m-1", 1);
      await().until(() -> other.get("/health/ready").status() == 200);
      own.close();
      await()
          .atMost(java.time.Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                var ready = other.get("/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.json().getJsonObject("failed").getString("api"))
                    .contains("Redis has not answered");
              });
      assertThat(other.get("/health/live").status()).isEqualTo(200);
      await().until(() -> other.get("/api/v1/status").json().getString("verdict").equals("down"));
    }
  }

  private void fill() {
    kit.leads("m-1", 3)
        .wants(FLEET, 42)
        .keepsBeating(Samples.report("w-1", Map.of()))
        .moves("prober/0", "RUNNING", "STARTED", "w-1")
        .moves("prober/1", "RUNNING", "STARTED", "w-1")
        .moves("titles/0", "QUARANTINED", "RESTART_ATTEMPTS", "")
        .why("prober/2", "NO_ROOM 1767610000000 20 of 20 places are taken");
  }

  private void packed(String letters) {
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/slots").json().getString("packed")).isEqualTo(letters));
  }

  private void sentence(String expected) {
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/status").json().getString("sentence"))
                    .isEqualTo(expected));
  }

  private static JsonObject apply() {
    return new JsonObject().put("spec", FleetFile.toJson(FLEET));
  }

  private static void refused(ApiKit.Answer answer, int status, String words) {
    assertThat(answer.text()).contains("\"detail\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.detail()).contains(words);
  }
}
