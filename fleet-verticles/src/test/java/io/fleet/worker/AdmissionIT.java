package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How slots begin on a worker that takes them one at a time, and one that may take none. */
final class AdmissionIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private LittleFleet fleet;

  /** Does not come up until it is let go. */
  static final class Gated extends ContinuousAutomation<Samples.None> {
    static final Queue<String> BEGAN = new ConcurrentLinkedQueue<>();
    static volatile boolean free;

    @Override
    public void setup(Run<Samples.None> run) throws InterruptedException {
      BEGAN.add(run.slot().toString());
      while (!free) {
        Thread.sleep(20);
      }
    }

    @Override
    public Next execute(Run<Samples.None> run) {
      return Next.in(Duration.ofHours(1));
    }
  }

  @BeforeEach
  void start() {
    Gated.free = false;
    Gated.BEGAN.clear();
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.api();
  }

  @AfterEach
  void end() {
    Gated.free = true;
    fleet.close();
  }

  private void apply(int slots) {
    fleet.apply(
        "gated: { class: io.fleet.worker.AdmissionIT$Gated, version: \"1\", slots: %d, drain: { deadline: 100ms } }\n"
            .formatted(slots));
  }

  private long waiting() {
    return LittleFleet.get(fleet.reader.reports(java.util.List.of("w1"))).values().stream()
        .flatMap(reported -> reported.report().slots().stream())
        .filter(said -> said.phase() == Phase.STARTING && said.detail().equals(SlotHost.WAITS))
        .count();
  }

  @Test
  void slots_wait_for_their_turn_and_then_begin_one_after_the_other() {
    fleet.worker("w1", 5, new JsonObject(), new JsonObject().put("starting", 1));
    apply(3);
    await().atMost(LONG).until(() -> waiting() == 2);
    assertThat(Gated.BEGAN).hasSize(1);
    Gated.free = true;
    await()
        .atMost(LONG)
        .until(() -> fleet.slots().values().stream().allMatch(s -> s.state() == SlotState.RUNNING));
    assertThat(Gated.BEGAN).hasSize(3).doesNotHaveDuplicates();
    await().atMost(LONG).until(() -> waiting() == 0);
  }

  @Test
  void who_is_told_to_stop_while_it_waits_ends_without_having_begun() {
    fleet.worker("w1", 5, new JsonObject(), new JsonObject().put("starting", 1));
    apply(3);
    await().atMost(LONG).until(() -> waiting() == 2);
    apply(0);
    await().atMost(LONG).until(() -> fleet.slots().isEmpty());
    assertThat(Gated.BEGAN).hasSize(1);
  }

  @Test
  void a_worker_that_ends_does_not_wait_for_those_that_wait() {
    var worker = fleet.worker("w1", 5, new JsonObject(), new JsonObject().put("starting", 1));
    apply(3);
    await().atMost(LONG).until(() -> waiting() == 2);
    LittleFleet.get(fleet.vertx.undeploy(worker));
    assertThat(Gated.BEGAN).hasSize(1);
  }

  @Test
  void a_worker_says_how_full_its_host_is_and_how_far_its_clock_is_off() {
    fleet.worker(
        "w1", 5, new JsonObject(), new JsonObject().put("stopAt", 100).put("resumeAt", 99));
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var worker =
                  fleet
                      .ask("fleet.workers.list", new JsonObject())
                      .getJsonArray("items")
                      .getJsonObject(0);
              assertThat(worker.getInteger("memoryPercent")).isBetween(1, 100);
              assertThat(worker.getLong("clockSkewMillis")).isBetween(-1_000L, 1_000L);
              assertThat(worker.getString("warning")).isEmpty();
            });
  }

  /** Any host uses more than 2 percent of its memory. */
  @Test
  void a_worker_whose_host_is_short_of_memory_gets_nothing_and_everybody_is_told_why() {
    fleet.worker("w1", 5, new JsonObject(), new JsonObject().put("stopAt", 2).put("resumeAt", 1));
    apply(1);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        fleet
                            .ask("fleet.slots.explain", new JsonObject().put("slot", "gated/0"))
                            .getString("reason"))
                    .isEqualTo("MEMORY_HIGH"));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        fleet
                            .ask("fleet.status.get", new JsonObject())
                            .getJsonArray("needs")
                            .encode())
                    .contains("w1 gets no new slots", "of the memory is in use"));
    assertThat(Gated.BEGAN).isEmpty();
  }
}
