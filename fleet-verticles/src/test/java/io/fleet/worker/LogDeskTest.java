package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.logs.LogLine;
import io.fleet.logs.LogRing;
import io.fleet.protocol.LogAddress;
import io.fleet.protocol.LogLevel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogDeskTest {
  private static final String FEED = LogAddress.feed("l-1");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final Queue<JsonObject> heard = new ConcurrentLinkedQueue<>();
  private final LogRing ring = new LogRing();
  private LogDesk desk;

  @BeforeEach
  void open() {
    desk = new LogDesk(vertx, "w-1", ring, InstantSource.system(), clock::get);
    var opened = io.vertx.core.Promise.<Void>promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            go -> {
              desk.start();
              opened.complete();
            });
    LittleFleet.get(opened.future());
    vertx.eventBus().<JsonObject>consumer(FEED, message -> heard.add(message.body()));
  }

  @AfterEach
  void close() {
    LittleFleet.get(vertx.close());
  }

  private void log(String message) {
    ring.add(new LogLine(0, 7, LogLevel.INFO, "shop", "main", "a/0", "1", 1, message, ""));
  }

  private JsonObject ask(JsonObject more) {
    var question = new JsonObject().put("slot", "a/0").mergeIn(more);
    return LittleFleet.get(vertx.eventBus().<JsonObject>request(LogAddress.of("w-1"), question))
        .body();
  }

  private static List<String> messages(JsonArray lines) {
    return lines.stream().map(line -> ((JsonObject) line).getString("message")).toList();
  }

  private List<String> heardMessages() {
    return heard.stream()
        .flatMap(message -> messages(message.getJsonObject("d").getJsonArray("lines")).stream())
        .toList();
  }

  @Test
  void it_answers_with_the_last_lines() {
    log("one");
    log("two");
    var reply = ask(new JsonObject().put("lines", 1));
    assertThat(messages(reply.getJsonArray("lines"))).containsExactly("two");
    assertThat(reply.getString("worker")).isEqualTo("w-1");
    assertThat(desk.followers()).isZero();
  }

  @Test
  void a_follower_hears_what_comes_in_numbered_messages() {
    log("before");
    var reply = ask(new JsonObject().put("lines", 10).put("feed", FEED));
    log("after");
    await().untilAsserted(() -> assertThat(heardMessages()).containsExactly("after"));
    assertThat(heard.peek().getLong("seq")).isEqualTo(reply.getLong("seq") + 1);
    assertThat(heard.peek().getString("epoch")).isEqualTo(reply.getString("epoch"));
    log("again");
    await().untilAsserted(() -> assertThat(heardMessages()).containsExactly("after", "again"));
  }

  @Test
  void who_does_not_ask_again_within_the_lease_is_sent_nothing_more() {
    ask(new JsonObject().put("feed", FEED));
    clock.addAndGet(Duration.ofSeconds(50).toNanos());
    ask(new JsonObject().put("feed", FEED));
    clock.addAndGet(Duration.ofSeconds(50).toNanos());
    log("renewed in time");
    await().untilAsserted(() -> assertThat(heardMessages()).containsExactly("renewed in time"));
    clock.addAndGet(Duration.ofSeconds(11).toNanos());
    await().until(() -> desk.followers() == 0);
    log("too late");
    ask(new JsonObject().put("feed", FEED));
    log("asked anew");
    await()
        .untilAsserted(
            () -> assertThat(heardMessages()).containsExactly("renewed in time", "asked anew"));
  }

  @Test
  void a_follower_that_says_so_is_forgotten_at_once() {
    ask(new JsonObject().put("feed", FEED));
    ask(new JsonObject().put("feed", FEED).put("end", true));
    assertThat(desk.followers()).isZero();
  }

  @Test
  void a_flood_comes_in_few_bounded_messages_and_says_what_is_missing() {
    ask(new JsonObject().put("feed", FEED));
    IntStream.range(0, 6_000).forEach(i -> log("line " + i));
    await().until(() -> heardMessages().contains("line 5999"));
    var missing =
        heard.stream().mapToLong(message -> message.getJsonObject("d").getLong("dropped")).sum();
    assertThat(heardMessages().size() + missing).isEqualTo(6_000);
    assertThat(heard).allMatch(message -> message.encode().length() < 256 * 1024);
    assertThat(heard.stream().map(message -> message.getLong("seq"))).isSorted();
  }

  @Test
  void a_place_that_is_no_feed_of_logs_is_refused() {
    assertThatThrownBy(() -> ask(new JsonObject().put("feed", "fleet.feed.slots")))
        .hasMessageContaining("is no feed of logs");
  }

  @Test
  void more_followers_than_a_worker_can_bear_are_refused() {
    for (var i = 0; i < LogDesk.MOST_FOLLOWERS; i++) {
      ask(new JsonObject().put("feed", LogAddress.feed("l-" + i)));
    }
    assertThatThrownBy(() -> ask(new JsonObject().put("feed", LogAddress.feed("one-more"))))
        .hasMessageContaining("is followed by 100 already");
  }

  @Test
  void one_answer_is_bounded_and_has_the_newest_lines() {
    for (var i = 0; i < 200; i++) {
      log(i + " " + "x".repeat(8_000));
    }
    var lines = ask(new JsonObject().put("lines", 1_000)).getJsonArray("lines");
    assertThat(lines.encode().length()).isLessThan(600 * 1024);
    assertThat(messages(lines).getLast()).startsWith("199 ");
  }

  @Test
  void another_ring_has_another_epoch() {
    assertThat(new LogRing().id()).isNotEqualTo(new LogRing().id());
  }
}
