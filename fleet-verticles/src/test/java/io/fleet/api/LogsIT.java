package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.protocol.LogAddress;
import io.fleet.testkit.RedisServer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API's half of the logs, against workers that the test plays. */
final class LogsIT {
  private static RedisServer redis;

  private ApiKit kit;
  private final Queue<JsonObject> asked = new ConcurrentLinkedQueue<>();

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
    kit.leads("m-1", 3)
        .wants(Samples.fleet(Samples.automation("prober", 3), Samples.automation("titles", 2)), 42)
        .keepsBeating(Samples.report("w-1", Map.of()))
        .moves("prober/0", "RUNNING", "STARTED", "w-1")
        .moves("titles/0", "RUNNING", "STARTED", "w-1")
        .moves("titles/0", "QUARANTINED", "RESTART_ATTEMPTS", "");
    await()
        .untilAsserted(
            () -> assertThat(kit.get("/api/v1/workers").json().getJsonArray("items")).isNotEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(kit.get("/api/v1/slots").json().getString("packed")).isEqualTo("RFFQF"));
  }

  @AfterEach
  void close() {
    kit.close();
  }

  private static JsonObject line(long n, String message) {
    return new JsonObject().put("n", n).put("level", "INFO").put("message", message);
  }

  private static JsonObject message(String epoch, long seq, JsonObject... lines) {
    return new JsonObject()
        .put("epoch", epoch)
        .put("seq", seq)
        .put("d", new JsonObject().put("lines", JsonArray.of((Object[]) lines)).put("dropped", 0));
  }

  private void worker(String name, String epoch, JsonObject... lines) {
    kit.vertx
        .eventBus()
        .<JsonObject>consumer(
            LogAddress.of(name),
            m -> {
              asked.add(m.body());
              m.reply(
                  new JsonObject()
                      .put("worker", name)
                      .put("epoch", epoch)
                      .put("seq", 0)
                      .put("lines", JsonArray.of((Object[]) lines)));
            });
  }

  private static void refused(ApiKit.Answer answer, int status, String sentence) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).contains(sentence);
  }

  @Test
  void the_worker_of_a_slot_is_asked_for_its_lines() {
    worker("w-1", "e1", line(1, "hello"));
    var reply = kit.get("/api/v1/logs/prober%2F0?level=warn&lines=7").json();
    assertThat(reply.getJsonArray("lines").getJsonObject(0).getString("message"))
        .isEqualTo("hello");
    assertThat(reply.getString("worker")).isEqualTo("w-1");
    assertThat(reply.containsKey("feed")).isFalse();
    assertThat(asked.remove())
        .isEqualTo(
            new JsonObject()
                .put("slot", "prober/0")
                .put("level", "WARN")
                .put("lines", 7)
                .put("feed", ""));
  }

  @Test
  void a_worker_is_asked_for_its_own_lines() {
    worker("w-1", "e1", line(1, "beats"));
    assertThat(kit.get("/api/v1/logs/w-1").json().getJsonArray("lines")).hasSize(1);
    assertThat(asked.remove().getString("slot")).isEmpty();
  }

  @Test
  void who_follows_gets_a_feed_and_renews_it_with_it() {
    worker("w-1", "e1");
    var question = new JsonObject().put("slot", "prober/0").put("follow", true);
    var first =
        ApiKit.wait(kit.vertx.eventBus().<JsonObject>request("fleet.logs.open", question)).body();
    assertThat(first.getString("feed")).matches("fleet\\.feed\\.logs\\.l-[a-z0-9-]+");
    assertThat(first.getInteger("leaseSeconds")).isEqualTo(60);
    question.put("feed", first.getString("feed")).put("lines", 0);
    ApiKit.wait(kit.vertx.eventBus().<JsonObject>request("fleet.logs.open", question));
    assertThat(asked)
        .hasSize(2)
        .allMatch(body -> body.getString("feed").equals(first.getString("feed")));
  }

  @Test
  void a_slot_that_runs_nowhere_says_so_beside_its_last_lines() {
    worker("w-1", "e1", line(1, "last words"));
    var reply = kit.get("/api/v1/logs/titles%2F0").json();
    assertThat(reply.getString("note"))
        .isEqualTo(
            "titles/0 runs nowhere: QUARANTINED (AWAITING_RELEASE). These are its last lines on w-1.");
    assertThat(reply.getJsonArray("lines")).hasSize(1);
  }

  @Test
  void what_cannot_be_answered_is_one_sentence() {
    refused(kit.get("/api/v1/logs/probr%2F0"), 404, "Did you mean \"prober\"?");
    refused(kit.get("/api/v1/logs/prober%2F9"), 404, "prober has slots 0 to 2");
    refused(kit.get("/api/v1/logs/w-2"), 404, "Did you mean \"w-1\"?");
    refused(kit.get("/api/v1/logs/prober"), 404, "Its slots have logs: prober/0.");
    refused(kit.get("/api/v1/logs/w-1?level=loud"), 400, "one of TRACE, DEBUG");
    refused(kit.get("/api/v1/logs/w-1?lines=1001"), 400, "from 0 to 1000");
    refused(kit.get("/api/v1/logs/w-1?feed=fleet.feed.slots"), 400, "\"feed\"");
    refused(kit.get("/api/v1/logs/prober%2F2"), 404, "prober/2 runs nowhere: FREE");
    // Nobody listens for w-1 here.
    refused(
        kit.get("/api/v1/logs/prober%2F0"),
        503,
        "Worker w-1 does not answer for its logs; it is UP");
    var streamed = Map.of("Accept", "text/event-stream");
    refused(
        kit.request(HttpMethod.GET, "/api/v1/logs/prober%2F0", streamed, ""),
        503,
        "does not answer");
  }

  @Test
  void a_browser_may_ask_and_listen_through_the_bridge() {
    worker("w-1", "e1", line(1, "hello"));
    try (var browser = kit.bridge()) {
      var feed = LogAddress.feed("l-7");
      browser.register(feed);
      var reply =
          browser.ask(
              "fleet.logs.open",
              new JsonObject().put("slot", "prober/0").put("follow", true).put("feed", feed));
      assertThat(reply.getJsonObject("body").getJsonArray("lines")).hasSize(1);
      await()
          .untilAsserted(
              () -> {
                kit.vertx.eventBus().publish(feed, message("e1", 1, line(2, "more")));
                assertThat(browser.of(feed)).isNotEmpty();
              });
    }
  }

  @Test
  void an_event_stream_follows_the_slot_from_worker_to_worker() {
    worker("w-1", "e1", line(1, "one"));
    worker("w-2", "e2", line(1, "new worker"));
    var client = kit.vertx.createHttpClient();
    Queue<String> got = new ConcurrentLinkedQueue<>();
    var response = stream(client, "/api/v1/logs/prober%2F0", got);
    await().until(() -> String.join("", got).contains("\"one\""));
    var feed = asked.peek().getString("feed");
    kit.vertx.eventBus().publish(feed, message("e1", 1, line(1, "one"), line(2, "two")));
    await().until(() -> String.join("", got).contains("\"two\""));
    assertThat(String.join("", got)).containsOnlyOnce("\"one\"");
    kit.keepsBeating(Samples.report("w-2", Map.of()))
        .moves("prober/0", "RUNNING", "STARTED", "w-2");
    await().atMost(Duration.ofSeconds(10)).until(() -> String.join("", got).contains("new worker"));
    kit.vertx.eventBus().publish(feed, message("e1", 2, line(3, "of the old one")));
    kit.vertx.eventBus().publish(feed, message("e2", 1, line(2, "goes on")));
    await().until(() -> String.join("", got).contains("goes on"));
    assertThat(String.join("", got)).doesNotContain("of the old one");
    ApiKit.wait(client.close());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> asked.stream().anyMatch(body -> body.getBoolean("end", false)));
    assertThat(response).isEqualTo("text/event-stream");
  }

  private String stream(HttpClientAgent client, String path, Queue<String> into) {
    return ApiKit.wait(
        client
            .request(HttpMethod.GET, kit.api.port(), "127.0.0.1", path)
            .compose(
                request ->
                    request
                        .putHeader("Accept", "text/event-stream")
                        .putHeader("Accept-Encoding", "gzip")
                        .send())
            .map(
                response -> {
                  response.handler(buffer -> into.add(buffer.toString()));
                  return response.getHeader("Content-Type");
                }));
  }
}
