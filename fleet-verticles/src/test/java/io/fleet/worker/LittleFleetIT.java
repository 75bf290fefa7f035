package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and workers in one JVM, over a real Redis. */
final class LittleFleetIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private LittleFleet fleet;
  private String master;

  @BeforeEach
  void start() {
    Samples.LOG.clear();
    Samples.SEEN.clear();
    Samples.Hog.free = false;
    ExplainIT.Busy.free = false;
    fleet = new LittleFleet(folder);
    master = fleet.master();
  }

  @AfterEach
  void end() {
    Samples.Hog.free = true;
    ExplainIT.Busy.free = true;
    fleet.close();
  }

  private static String automation(String name, String sample, int slots, String more) {
    return "%s: { class: io.fleet.worker.Samples$%s, version: \"1\", slots: %d%s }\n"
        .formatted(name, sample, slots, more);
  }

  @Test
  void slots_run_on_the_workers_that_have_room() {
    fleet.worker("w1", 2);
    fleet.worker("w2", 2);
    fleet.apply(automation("ticker", "Ticker", 5, ""));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.slots().values().stream().filter(s -> s.state() == SlotState.RUNNING).count()
                    == 4);
    assertThat(fleet.slots().values().stream().filter(s -> s.worker().equals("w1"))).hasSize(2);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(LittleFleet.get(fleet.reader.why()).values())
                    .singleElement()
                    .asString()
                    .startsWith(Reason.NO_ROOM.name()));
  }

  @Test
  void a_worker_that_leaves_hands_its_slots_over_in_the_steps_of_their_budget() {
    var w1 = fleet.worker("w1", 6);
    fleet.apply(automation("ticker", "Ticker", 6, ", rollout: { maxUnavailable: 2 }"));
    await().atMost(LONG).until(() -> runningOn("w1") == 6);
    fleet.worker("w2", 6);
    var before = LittleFleet.get(fleet.reader.lastEvents(1)).getFirst().id();
    LittleFleet.get(fleet.vertx.undeploy(w1));
    await().atMost(LONG).until(() -> runningOn("w2") == 6);
    var running = 6;
    var asked = 0;
    for (var event : LittleFleet.get(fleet.reader.eventsAfter(before, 1_000))) {
      running += event.to().equals("RUNNING") ? 1 : event.from().equals("RUNNING") ? -1 : 0;
      assertThat(running).as("after " + event).isGreaterThanOrEqualTo(4);
      asked += event.to().equals("DRAINING") ? 1 : 0;
    }
    assertThat(asked).isEqualTo(6);
  }

  @Test
  void a_worker_that_cannot_start_begins_no_boot_and_leaves_its_state_folder_free()
      throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var at = "127.0.0.1:" + taken.getLocalPort();
      assertThatThrownBy(() -> fleet.workerWithMetrics("w1", at)).hasMessageContaining("in use");
    }
    fleet.worker("w1", 4);
    fleet.apply(automation("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.RUNNING);
  }

  @Test
  void slots_that_never_wait_leave_each_other_a_turn() {
    // More than there are threads that carry them.
    var slots = 4 * Runtime.getRuntime().availableProcessors();
    fleet.worker("w1", slots);
    fleet.apply(automation("restless", "Restless", slots, ""));
    var all = IntStream.range(0, slots).boxed().toList();
    await().atMost(LONG).untilAsserted(() -> assertThat(Samples.SEEN).containsAll(all));
  }

  private long runningOn(String worker) {
    return fleet.slots().values().stream()
        .filter(s -> s.state() == SlotState.RUNNING && s.worker().equals(worker))
        .count();
  }

  @Test
  void hooks_come_in_order_and_a_scaled_down_slot_is_torn_down() {
    fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 2, ""));
    await()
        .atMost(LONG)
        .until(() -> Samples.log().stream().anyMatch(l -> l.startsWith("ticker/1 execute")));
    var gen = fleet.spec("ticker/1").gen().value();
    fleet.apply(automation("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.slots().size() == 1);
    var own = Samples.log().stream().filter(l -> l.startsWith("ticker/1")).toList();
    assertThat(own).first().isEqualTo("ticker/1 setup " + gen);
    assertThat(own).last().isEqualTo("ticker/1 teardown " + gen);
    assertThat(own.stream().filter(l -> l.contains("setup"))).hasSize(1);
    assertThat(fleet.state("ticker/0")).isEqualTo(SlotState.RUNNING);
  }

  @Test
  void a_changed_config_makes_a_new_and_higher_generation() {
    fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.RUNNING);
    var before = fleet.spec("ticker/0").gen();
    fleet.apply(automation("ticker", "Ticker", 1, ", config: { every: 30ms }"));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.state("ticker/0") == SlotState.RUNNING
                    && fleet.spec("ticker/0").gen().isAfter(before));
  }

  @Test
  void a_failing_slot_backs_off_and_is_quarantined_with_its_last_words() {
    fleet.worker("w1", 5);
    fleet.apply(
        automation(
            "ticker",
            "Ticker",
            1,
            ", config: { failSetup: true }, restart: { attempts: 3, delay: 50ms }"));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.QUARANTINED);
    var spec = fleet.spec("ticker/0");
    assertThat(spec.cause()).isEqualTo(Reason.RESTART_ATTEMPTS);
    assertThat(spec.failures()).isEqualTo(3);
    assertThat(spec.detail()).contains("no luck");
  }

  @Test
  void a_class_that_no_worker_has_goes_nowhere_and_the_reason_names_it() {
    fleet.worker("w1", 5);
    fleet.apply("ticker: { class: io.fleet.Nowhere, version: \"1\" }\n");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(LittleFleet.get(fleet.reader.why()).get("ticker/0"))
                    .startsWith(Reason.VERSION_MISSING.name())
                    .contains("no worker has io.fleet.Nowhere 1"));
    assertThat(fleet.state("ticker/0")).isEqualTo(SlotState.FREE);
  }

  @Test
  void a_slot_moves_when_its_worker_lacks_a_label_that_is_required_from_now_on() {
    fleet.worker("w1", 5, "x");
    fleet.apply(automation("ticker", "Ticker", 2, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/1") == SlotState.RUNNING);
    fleet.worker("w2", 5, "y");
    fleet.apply(automation("ticker", "Ticker", 2, ", placement: { require: { zone: y } }"));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.slots().values().stream()
                    .allMatch(
                        spec -> spec.state() == SlotState.RUNNING && spec.worker().equals("w2")));
  }

  @Test
  void a_pipeline_delivers_everything_and_buries_what_cannot_be_done() {
    fleet.worker("w1", 10);
    fleet.apply(
        automation("counter", "Counter", 1, "")
            + automation("squarer", "Squarer", 3, ", restart: { delay: 20ms }")
            + automation("collector", "Collector", 2, ""));
    await().atMost(LONG).until(() -> Samples.SEEN.size() == 98);
    assertThat(Samples.SEEN)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).filter(n -> n != 7 && n != 13).mapToObj(n -> n * n).toList());
    await().atMost(LONG).until(() -> LittleFleet.get(fleet.streams.stats("numbers")).dead() == 2);
    assertThat(Samples.log().stream().filter("seven"::equals)).hasSize(3);
    await()
        .atMost(LONG)
        .until(() -> LittleFleet.get(fleet.streams.stats("numbers")).unacknowledged() == 0);
  }

  @Test
  void a_batch_is_done_once_and_then_keeps_no_slot() {
    fleet.worker("w1", 10);
    fleet.apply(automation("items", "Items", 3, ""));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.slots().size() == 3
                    && fleet.slots().values().stream()
                        .allMatch(
                            s ->
                                s.state() == SlotState.FREE && s.cause() == Reason.BATCH_FINISHED));
    assertThat(Samples.log().stream().filter(l -> l.startsWith("item ")).distinct()).hasSize(250);
    assertThat(Samples.log().stream().filter(l -> l.startsWith("item "))).hasSize(250);
  }

  @Test
  void an_undeployed_worker_drains_and_its_slots_move() {
    var first = fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 3, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/2") == SlotState.RUNNING);
    fleet.worker("w2", 5);
    LittleFleet.get(fleet.vertx.undeploy(first));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.slots().values().stream()
                    .allMatch(s -> s.state() == SlotState.RUNNING && s.worker().equals("w2")));
  }

  @Test
  void a_redis_that_comes_back_empty_stops_nothing_and_lets_no_generation_fall() {
    fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 3, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/2") == SlotState.RUNNING);
    var before = fleet.slots();
    var torn = Samples.log().stream().filter(l -> l.contains("teardown")).count();
    LittleFleet.get(fleet.link.send(io.vertx.redis.client.Command.FLUSHALL));
    await()
        .atMost(LONG)
        .until(
            () -> {
              var after = fleet.slots();
              return after.size() == 3
                  && after.values().stream().allMatch(s -> s.state() == SlotState.RUNNING)
                  && !LittleFleet.get(fleet.reader.desired()).isEmpty();
            });
    fleet.slots().forEach((slot, spec) -> assertThat(spec.gen()).isEqualTo(before.get(slot).gen()));
    assertThat(Samples.log().stream().filter(l -> l.contains("teardown")).count()).isEqualTo(torn);
    fleet.apply(automation("ticker", "Ticker", 4, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/3") == SlotState.RUNNING);
    assertThat(fleet.spec("ticker/3").gen().epoch())
        .isGreaterThan(before.values().iterator().next().gen().epoch());
  }

  @Test
  void another_master_takes_over_and_touches_nothing() {
    fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 2, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/1") == SlotState.RUNNING);
    var before = fleet.slots();
    LittleFleet.get(fleet.vertx.undeploy(master));
    fleet.master();
    fleet.apply(automation("ticker", "Ticker", 3, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/2") == SlotState.RUNNING);
    before.forEach((slot, spec) -> assertThat(fleet.slots().get(slot).gen()).isEqualTo(spec.gen()));
    assertThat(fleet.spec("ticker/2").gen().epoch())
        .isGreaterThan(before.values().iterator().next().gen().epoch());
  }

  @Test
  void a_worker_with_stuck_code_asks_for_its_end_when_the_others_have_ended() {
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    fleet
        .vertx
        .eventBus()
        .<io.vertx.core.json.JsonObject>consumer(
            "__fleet.exit", message -> asked.set(message.body().getInteger("code")));
    Samples.Hog.free = false;
    fleet.worker("w1", 5);
    fleet.apply(
        automation("hog", "Hog", 1, ", drain: { deadline: 200ms }")
            + automation("ticker", "Ticker", 2, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/1") == SlotState.RUNNING);
    await().atMost(LONG).until(() -> fleet.state("hog/0") == SlotState.RUNNING);
    fleet.apply(automation("ticker", "Ticker", 2, ""));
    await().atMost(LONG).until(() -> asked.get() == 75);
    assertThat(fleet.state("hog/0")).isEqualTo(SlotState.STUCK);
    assertThat(fleet.state("ticker/1")).isEqualTo(SlotState.FREE);
    Samples.Hog.free = true;
  }

  @Test
  void a_drain_without_time_interrupts_at_once_and_its_slots_move() {
    fleet.api();
    fleet.worker("w1", 5);
    fleet.apply(
        "still: { class: io.fleet.worker.ExplainIT$Still, version: \"1\","
            + " drain: { deadline: 1h }, rollout: { maxUnavailable: 2 }, slots: 2 }\n");
    await().atMost(LONG).until(() -> fleet.state("still/1") == SlotState.RUNNING);
    fleet.worker("w2", 5);
    fleet.ask("fleet.workers.drain", new JsonObject().put("worker", "w1").put("deadline", "0s"));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.slots().values().stream()
                    .allMatch(s -> s.state() == SlotState.RUNNING && s.worker().equals("w2")));
  }

  @Test
  void an_order_outlives_the_leader_and_holds_until_it_is_taken_back() {
    fleet.api();
    fleet.worker("w1", 5);
    fleet.apply(automation("ticker", "Ticker", 1, ""));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.RUNNING);
    fleet.ask("fleet.automations.pause", new JsonObject().put("name", "ticker"));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.PAUSED);
    LittleFleet.get(fleet.vertx.undeploy(master));
    LittleFleet.get(fleet.link.send(io.vertx.redis.client.Command.FLUSHALL));
    fleet.master();
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.PAUSED);
    assertThat(LittleFleet.get(fleet.reader.intents())).containsKey("pause ticker");
    fleet.ask("fleet.automations.resume", new JsonObject().put("name", "ticker"));
    await().atMost(LONG).until(() -> fleet.state("ticker/0") == SlotState.RUNNING);
  }

  @Test
  void code_that_ignores_the_interrupt_is_said_to_be_stuck() {
    fleet.worker("w1", 5);
    fleet.apply(automation("hog", "Hog", 1, ", drain: { deadline: 200ms }"));
    await().atMost(LONG).until(() -> Samples.log().contains("hog begins"));
    fleet.apply(automation("hog", "Hog", 0, ""));
    await().atMost(LONG).until(() -> fleet.state("hog/0") == SlotState.STUCK);
    Samples.Hog.free = true;
  }
}
