package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.metrics.Meters;
import io.fleet.testkit.RedisServer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BridgeIT {
  private static final String SLOTS = "fleet.feed.slots";

  private static RedisServer redis;

  private ApiKit kit;
  private BridgeClient client;

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
    kit.leads("m-1", 1).wants(Samples.fleet(Samples.automation("prober", 8)), 1);
    await().until(() -> kit.get("/api/v1/slots").json().getString("packed").length() == 8);
    client = kit.bridge();
  }

  @AfterEach
  void close() {
    client.close();
    kit.close();
  }

  @Test
  void a_reader_of_the_feed_agrees_with_the_snapshot_at_the_same_seq() {
    client.register(SLOTS);
    await().until(() -> !client.of(SLOTS).isEmpty());
    var start = client.ask("fleet.slots.snapshot", new JsonObject()).getJsonObject("body");
    for (var i = 0; i < 8; i++) {
      kit.moves("prober/" + i, "RUNNING", "STARTED", "");
    }
    agrees(start);
  }

  @Test
  void a_gap_is_seen_by_its_seq_and_the_snapshot_mends_it() {
    client.register(SLOTS);
    await().until(() -> !client.of(SLOTS).isEmpty());
    client.unregister(SLOTS);
    kit.moves("prober/3", "RUNNING", "STARTED", "");
    await().until(() -> kit.get("/api/v1/slots").json().getString("packed").contains("R"));
    var missed = client.of(SLOTS).getLast().getLong("seq");
    client.register(SLOTS);
    await().until(() -> client.of(SLOTS).getLast().getLong("seq") > missed);
    assertThat(firstAfter(missed)).isGreaterThan(missed + 1);

    var resync = client.ask("fleet.slots.snapshot", new JsonObject()).getJsonObject("body");
    assertThat(resync.getString("packed")).isEqualTo("FFFRFFFF");
    kit.moves("prober/5", "RUNNING", "STARTED", "");
    agrees(resync);
  }

  @Test
  void the_summary_brings_the_status_each_second() {
    client.register("fleet.feed.summary");
    await().until(() -> client.of("fleet.feed.summary").size() >= 2);
    var two = client.of("fleet.feed.summary");
    assertThat(two.get(1).getLong("seq")).isEqualTo(two.get(0).getLong("seq") + 1);
    assertThat(two.get(0).getJsonObject("d").getString("sentence")).startsWith("Settling");
  }

  @Test
  void a_snapshot_of_a_hundred_thousand_slots_fits() {
    kit.wants(Samples.fleet(Samples.automation("prober", 100_000)), 2);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .ask("fleet.slots.snapshot", new JsonObject())
                            .getJsonObject("body")
                            .getString("packed"))
                    .hasSize(100_000));
  }

  @Test
  void a_reader_that_stops_loses_messages_and_not_our_heap() {
    client.register("fleet.feed.big");
    try (var other = kit.bridge()) {
      other.register("fleet.feed.big");
      await().until(() -> publish(1) && !client.of("fleet.feed.big").isEmpty());
      await().until(() -> publish(1) && !other.of("fleet.feed.big").isEmpty());
      var drops = Meters.of(kit.vertx).feedsDropped();
      client.stopReading();
      var before = usedAfterCollection();
      // 150 MB would sit in the heap if nothing were dropped.
      for (var i = 0; i < 1_500; i++) {
        publish(100_000);
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> other.received().poll() != null);
      }
      assertThat(usedAfterCollection() - before).isLessThan(40L << 20);
      assertThat(Meters.of(kit.vertx).feedsDropped() - drops).isGreaterThan(1_000);
      assertThat(kit.get("/metrics").text()).contains("fleet_feed_dropped_total");
    }
    client.readAgain();
    var last = SEQ.get();
    await().until(() -> publish(1) && client.of("fleet.feed.big").getLast().getLong("seq") > last);
    assertThat(gaps(client.of("fleet.feed.big"))).isPositive();
  }

  @Test
  void stopping_does_not_wait_for_open_sockets() {
    client.register(SLOTS);
    await().until(() -> !client.of(SLOTS).isEmpty());
    var began = System.nanoTime();
    ApiKit.wait(kit.vertx.undeploy(kit.api.deploymentID()));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void only_operations_that_look_pass() {
    var apply = client.ask("fleet.config.apply", new JsonObject().put("spec", "x"));
    assertThat(apply.getInteger("failureCode")).isEqualTo(403);
    assertThat(apply.getString("message")).contains("POST /api/v1/apply");
    var unknown = client.ask("fleet.status.gets", new JsonObject());
    assertThat(unknown.getInteger("failureCode")).isEqualTo(404);
    assertThat(unknown.getString("message")).contains("Did you mean \"fleet.status.get\"?");
    var wrong = client.ask("fleet.slots.explain", new JsonObject().put("slot", "prober/99"));
    assertThat(wrong.getInteger("failureCode")).isEqualTo(404);
  }

  @Test
  void private_addresses_and_feeds_cannot_be_sent_to() {
    for (var address :
        List.of("__fleet.leader", "fleet.feed.slots", "__fleet.nudge.api", "vertx.x")) {
      assertThat(client.refusal(frame("send", address))).isEqualTo("rejected");
    }
    assertThat(client.refusal(frame("publish", "fleet.status.get"))).isEqualTo("rejected");
    assertThat(client.refusal(frame("register", "__fleet.leader"))).isEqualTo("access_denied");
    assertThat(client.refusal(frame("register", "fleet.status.get"))).isEqualTo("access_denied");
  }

  @Test
  void a_socket_has_fifty_handlers_at_most() {
    for (var i = 0; i < 50; i++) {
      client.register("fleet.feed.topic.t" + i);
    }
    assertThat(client.refusal(frame("register", "fleet.feed.topic.t50")))
        .isEqualTo("max_handlers_reached");
  }

  private static JsonObject frame(String type, String address) {
    return new JsonObject().put("type", type).put("address", address).put("body", new JsonObject());
  }

  private static final AtomicLong SEQ = new AtomicLong();

  private boolean publish(int bytes) {
    kit.vertx
        .eventBus()
        .publish(
            "fleet.feed.big",
            Frames.message("e", SEQ.incrementAndGet(), 1, "x".repeat(bytes)),
            new DeliveryOptions().setLocalOnly(true));
    return true;
  }

  private long firstAfter(long seq) {
    return client.of(SLOTS).stream()
        .mapToLong(m -> m.getLong("seq"))
        .filter(s -> s > seq)
        .min()
        .orElseThrow();
  }

  private static long gaps(List<JsonObject> messages) {
    var gaps = 0;
    for (var i = 1; i < messages.size(); i++) {
      gaps += messages.get(i).getLong("seq") == messages.get(i - 1).getLong("seq") + 1 ? 0 : 1;
    }
    return gaps;
  }

  /** Applies every message after the snapshot, and compares with REST at the same seq. */
  private void agrees(JsonObject start) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              var rest = kit.get("/api/v1/slots").json();
              var copy = new StringBuilder(start.getString("packed"));
              var seq = start.getLong("seq");
              for (var message : client.of(SLOTS)) {
                if (message.getLong("seq") > seq && message.getLong("seq") <= rest.getLong("seq")) {
                  assertThat(message.getLong("seq")).isEqualTo(seq + 1);
                  assertThat(message.getString("epoch")).isEqualTo(start.getString("epoch"));
                  seq++;
                  var d = message.getJsonArray("d");
                  for (var i = 0; i < d.size(); i += 2) {
                    copy.setCharAt(d.getInteger(i), d.getString(i + 1).charAt(0));
                  }
                }
              }
              assertThat(seq).isEqualTo(rest.getLong("seq"));
              assertThat(copy.toString()).isEqualTo(rest.getString("packed"));
              assertThat(rest.getString("packed")).isNotEqualTo(start.getString("packed"));
            });
  }

  private static long usedAfterCollection() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
