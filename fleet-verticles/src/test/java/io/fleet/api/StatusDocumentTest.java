package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

final class StatusDocumentTest {
  @Test
  void a_fleet_without_automations_is_well() {
    var status = status(new Samples());
    assertThat(status.getString("sentence")).isEqualTo("No automation yet.");
    assertThat(status.getString("verdict")).isEqualTo("well");
    assertThat(status.getString("fleet")).isEqualTo("default");
  }

  @Test
  void all_running_is_healthy() {
    var status = status(new Samples().want("a", 2).slots(SlotState.RUNNING, "a/0", "a/1"));
    assertThat(status.getString("sentence")).isEqualTo("Healthy. 2 of 2 slots running.");
    assertThat(status.getBoolean("converged")).isTrue();
  }

  @Test
  void a_slot_on_the_way_is_settling() {
    var status = status(new Samples().want("a", 2).slots(SlotState.RUNNING, "a/0"));
    assertThat(status.getString("sentence")).isEqualTo("Settling: 1 of 2 slots running.");
    assertThat(status.getString("verdict")).isEqualTo("degraded");
  }

  @Test
  void a_slot_with_an_old_config_is_settling() {
    var samples =
        new Samples().want("a", 1).slot("a/0", SlotState.RUNNING, Reason.STARTED, "w-1", "old");
    assertThat(status(samples).getString("sentence")).startsWith("Settling");
  }

  @Test
  void a_record_that_is_no_longer_wanted_is_settling() {
    var samples = new Samples().want("a", 1).slots(SlotState.RUNNING, "a/0", "a/1");
    assertThat(status(samples).getString("sentence")).isEqualTo("Settling: 1 of 1 slot running.");
  }

  @Test
  void a_finished_batch_and_a_pause_are_held() {
    var status =
        status(
            new Samples()
                .want("batch", 1)
                .wantPaused("later", 2)
                .want("a", 1)
                .slots(SlotState.RUNNING, "a/0")
                .slot("batch/0", SlotState.FREE, Reason.STOPPED, "")
                .slots(SlotState.PAUSED, "later/0")
                .why("batch/0", "BATCH_FINISHED 1767610000000 98,000 items"));
    assertThat(status.getString("sentence"))
        .isEqualTo("Healthy. 1 of 4 slots running, 1 finished, 2 paused.");
  }

  @Test
  void what_needs_someone_comes_first_and_worst_first() {
    var samples =
        new Samples()
            .want("a", 1_000)
            .slot("a/1", SlotState.BACKOFF, Reason.FAILED, "")
            .slot("a/2", SlotState.QUARANTINED, Reason.RESTART_ATTEMPTS, "")
            .slot("a/3", SlotState.QUARANTINED, Reason.RESTART_ATTEMPTS, "")
            .slots(SlotState.RUNNING, "a/0")
            .why("a/4", "NO_ROOM 1767610000000 40 of 40 in use");
    var status = status(samples);
    assertThat(status.getString("sentence"))
        .isEqualTo("3 things need you. 1 of 1,000 slots running.");
    assertThat(kinds(status)).containsExactly("quarantined", "no-room", "backoff");
    var first = status.getJsonArray("needs").getJsonObject(0);
    assertThat(first.getString("sentence"))
        .isEqualTo("2 of 1,000 slots quarantined: it failed too often");
    assertThat(first.getJsonArray("actions").getJsonObject(0).getString("command"))
        .isEqualTo("fleet release a");
    assertThat(status.getJsonArray("needs").getJsonObject(2).getString("doing"))
        .isEqualTo("next try in 4 s");
  }

  @Test
  void nothing_running_with_a_need_is_down() {
    var status =
        status(new Samples().want("a", 1).slot("a/0", SlotState.STUCK, Reason.DRAIN, "w-1"));
    assertThat(status.getString("verdict")).isEqualTo("down");
  }

  @Test
  void a_silent_worker_needs_someone_only_while_it_holds_slots() {
    var samples = new Samples().want("a", 1).worker("w-1", WorkerView.State.LOST, 9_000);
    assertThat(kinds(status(samples))).isEmpty();
    assertThat(kinds(status(samples.slots(SlotState.RUNNING, "a/0"))))
        .containsExactly("worker-silent");
  }

  @Test
  void a_worker_that_leaks_needs_someone_and_nothing_else_of_it_changes() {
    var samples = new Samples().want("a", 1).slots(SlotState.RUNNING, "a/0");
    var status = status(samples.leaking("w-1", 2));
    assertThat(kinds(status)).containsExactly("worker-leaks");
    assertThat(status.getJsonArray("needs").getJsonObject(0).getString("sentence"))
        .isEqualTo("w-1: slots that have ended left 2 things open");
    assertThat(status.getJsonArray("workersList").getJsonObject(0).getJsonObject("ledger"))
        .isEqualTo(
            new JsonObject()
                .put("opened", 9L)
                .put("closed", 6L)
                .put("reaped", 1L)
                .put("leaked", 2L));
  }

  @Test
  void what_a_worker_leaked_is_gone_with_its_process() {
    var samples = new Samples().want("a", 1).slots(SlotState.RUNNING, "a/0");
    var silent =
        samples.worker("w-1", WorkerView.State.UP, 0).leaking("w-2", 1, WorkerView.State.LOST);
    assertThat(kinds(status(silent))).isEmpty();
  }

  @Test
  void no_leader_is_said() {
    var status = status(new Samples().want("a", 1).slots(SlotState.RUNNING, "a/0").noLeader());
    assertThat(kinds(status)).containsExactly("no-leader");
    assertThat(status.getJsonObject("master").getString("state")).isEqualTo("STANDBY");
    assertThat(status.getString("verdict")).isEqualTo("degraded");
  }

  @Test
  void a_silent_store_is_down() {
    var status =
        status(new Samples().want("a", 1).slots(SlotState.RUNNING, "a/0").storeSilent(9_000));
    assertThat(kinds(status)).containsExactly("store-lost");
    assertThat(status.getString("verdict")).isEqualTo("down");
  }

  @Test
  void every_slot_is_counted_once_and_a_suspect_one_there_only() {
    var samples =
        new Samples()
            .want("a", 5)
            .slots(SlotState.RUNNING, "a/0", "a/1", "a/2")
            .slots(SlotState.PAUSED, "a/3")
            .worker("w-1", WorkerView.State.SUSPECT, 2_000);
    var slots = status(samples).getJsonObject("slots");
    assertThat(slots.getInteger("SUSPECT")).isEqualTo(3);
    assertThat(slots.getInteger("RUNNING")).isZero();
    slots.remove("desired");
    assertThat(slots.stream().mapToInt(e -> (Integer) e.getValue()).sum()).isEqualTo(5);
  }

  private static JsonObject status(Samples samples) {
    var view = samples.view();
    return StatusDocument.of(view, Standing.of(view), 7);
  }

  private static java.util.List<String> kinds(JsonObject status) {
    return status.getJsonArray("needs", new JsonArray()).stream()
        .map(need -> ((JsonObject) need).getString("kind"))
        .toList();
  }
}
