package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.metrics.Meters;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics and dead letters of a real fleet, asked of and ordered over the bus. */
final class TopicOperationsIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private LittleFleet fleet;

  @BeforeEach
  void start() {
    Samples.LOG.clear();
    Samples.SEEN.clear();
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.api();
    fleet.worker("w1", 20);
    // 7 throws each time, 13 is rejected.
    fleet.apply(sample("counter", "Counter") + sample("squarer", "Squarer"));
    await().atMost(LONG).ignoreExceptions().until(() -> topic().getLong("dead") == 2);
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private static String sample(String name, String sample) {
    return "%s: { class: io.fleet.worker.Samples$%s, version: \"1\", slots: 1 }\n"
        .formatted(name, sample);
  }

  private JsonObject topic() {
    return objects(fleet.ask("fleet.streams.list", new JsonObject())).stream()
        .filter(topic -> topic.getString("name").equals("numbers"))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> objects(JsonObject answer) {
    return answer.getJsonArray("items").stream().map(item -> (JsonObject) item).toList();
  }

  private static JsonObject numbers() {
    return new JsonObject().put("topic", "numbers");
  }

  private String refused(String address, JsonObject request) {
    var thrown = org.assertj.core.api.Assertions.catchThrowable(() -> fleet.ask(address, request));
    assertThat(thrown).hasRootCauseInstanceOf(ReplyException.class);
    return thrown.getCause().getCause().getMessage();
  }

  @Test
  void a_topic_says_who_writes_and_reads_it_and_how_far_they_are() {
    assertThat(topic().getJsonArray("writers")).containsExactly("counter");
    assertThat(topic().getJsonArray("readers")).containsExactly("squarer");
    assertThat(topic().getString("type")).isEqualTo("Figure");
    await().atMost(LONG).until(() -> topic().getLong("unacknowledged") == 0);
    var group = topic().getJsonArray("groups").getJsonObject(0);
    assertThat(group.getString("name")).isEqualTo("squarer");
    assertThat(group.getLong("lag")).isZero();
    var first = objects(fleet.ask("fleet.streams.peek", numbers().put("limit", 2)));
    assertThat(first).hasSize(2);
    assertThat(first.getFirst().getJsonObject("payload").getInteger("value")).isZero();
    await()
        .atMost(LONG)
        .until(
            () ->
                Meters.of(fleet.vertx)
                    .scrape()
                    .contains("fleet_stream_dead{topic=\"numbers\"} 2.0"));
  }

  @Test
  void a_letter_that_is_mended_and_retried_is_done_and_another_is_discarded() {
    var letters = objects(fleet.ask("fleet.dead.list", numbers()));
    assertThat(letters).extracting(letter -> letter.getString("group")).containsOnly("squarer");
    var seven = letter(letters, 7);
    assertThat(seven.getString("reason"))
        .isEqualTo("failed 3 times, at last: IllegalStateException: seven again");
    var thirteen = letter(letters, 13);
    assertThat(thirteen.getString("reason")).contains("unlucky");

    var edit = numbers().put("id", seven.getString("id"));
    fleet.ask("fleet.dead.edit", edit.put("payload", new JsonObject().put("value", 1_000)));
    var ids = new JsonArray().add(seven.getString("id"));
    var retried = fleet.ask("fleet.dead.retry", numbers().put("ids", ids).put("reason", "mended"));
    assertThat(retried.getLong("count")).isEqualTo(1);
    await()
        .atMost(LONG)
        .until(
            () ->
                objects(fleet.ask("fleet.streams.peek", topic("squares").put("limit", 500)))
                    .stream()
                    .anyMatch(
                        square ->
                            square.getJsonObject("payload").getInteger("value") == 1_000_000));

    assertThat(fleet.ask("fleet.dead.discard", numbers().put("all", true)).getLong("count"))
        .isEqualTo(1);
    assertThat(objects(fleet.ask("fleet.dead.list", numbers()))).isEmpty();
    await().atMost(LONG).until(() -> topic().getLong("unacknowledged") == 0);
  }

  private static JsonObject topic(String name) {
    return new JsonObject().put("topic", name);
  }

  private static JsonObject letter(List<JsonObject> letters, int value) {
    return letters.stream()
        .filter(letter -> letter.getJsonObject("payload").getInteger("value") == value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_is_asked_wrongly_is_answered_with_one_sentence() {
    assertThat(refused("fleet.dead.list", topic("nubmers")))
        .isEqualTo("No topic \"nubmers\". Did you mean \"numbers\"?");
    assertThat(refused("fleet.dead.retry", numbers()))
        .isEqualTo("Which letters? Say \"ids\", or \"all\": true, not both.");
    assertThat(refused("fleet.dead.get", numbers().put("id", "seven")))
        .isEqualTo("\"seven\" is no id. Write one as 1767610927000-0.");
    assertThat(refused("fleet.dead.get", numbers().put("id", "1-1")))
        .startsWith("No dead letter 1-1 in numbers");
    assertThat(refused("fleet.dead.edit", numbers().put("id", "1-1").put("payload", 1)))
        .startsWith("No dead letter 1-1 in numbers");
    assertThat(refused("fleet.streams.replay", numbers().put("group", "nobody")))
        .isEqualTo("Nobody called \"nobody\" reads numbers. It is read by squarer.");
    assertThat(refused("fleet.streams.replay", numbers().put("group", "squarer").put("from", "x")))
        .startsWith("Field \"from\" must be the id of a record");
    assertThatThrownBy(() -> fleet.ask("fleet.streams.list", numbers()))
        .hasMessageContaining("Unknown field \"topic\"");
  }
}
