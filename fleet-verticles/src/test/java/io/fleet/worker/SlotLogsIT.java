package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What a slot logs, asked of the API, over master, worker and a real Redis. */
final class SlotLogsIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private LittleFleet fleet;

  /** Logs in every hook, once from a thread of a child's, and rests. */
  static final class Talker extends ContinuousAutomation<Samples.None> {
    private int said;

    @Override
    public void setup(Run<Samples.None> run) {
      LoggerFactory.getLogger("talker").error("setup");
    }

    @Override
    public Next execute(Run<Samples.None> run) {
      LoggerFactory.getLogger("talker").error("execute {}", ++said);
      if (said == 2) {
        var own = MDC.getCopyOfContextMap();
        Thread.ofPlatform().start(() -> fromChild(own));
      }
      return said < 3 ? Next.now() : Next.in(Duration.ofHours(1));
    }

    private static void fromChild(java.util.Map<String, String> own) {
      MDC.setContextMap(own);
      LoggerFactory.getLogger("io.fleet.child").error("of the child");
      MDC.clear();
    }

    @Override
    public void teardown(Run<Samples.None> run) {
      LoggerFactory.getLogger("talker").error("teardown");
    }
  }

  @BeforeEach
  void start() {
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.worker("w1", 5);
    fleet.api();
  }

  @AfterEach
  void end() {
    fleet.close();
  }

  private List<JsonObject> lines(String slot) {
    return fleet
        .ask("fleet.logs.open", new JsonObject().put("slot", slot).put("lines", 100))
        .getJsonArray("lines")
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private void apply(String name, int slots) {
    fleet.apply(
        "%s: { class: io.fleet.worker.SlotLogsIT$Talker, version: \"1\", slots: %d }\n"
            .formatted(name, slots));
  }

  @Test
  void each_line_of_a_slot_has_its_generation_and_its_execution() {
    apply("talker", 2);
    await().atMost(LONG).until(() -> fleet.state("talker/1") == SlotState.RUNNING);
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(lines("talker/1"))
                    .extracting(line -> line.getString("message"))
                    .contains("execute 3", "of the child"));
    var gen = "" + fleet.spec("talker/1").gen().value();
    assertThat(lines("talker/1"))
        .allMatch(line -> line.getString("slot").equals("talker/1"))
        .allMatch(line -> line.getString("generation").equals(gen))
        .extracting(line -> line.getString("message") + " #" + line.getInteger("execution", 0))
        .contains("setup #0", "execute 1 #1", "execute 2 #2", "of the child #2", "execute 3 #3");
  }

  @Test
  void the_lines_of_a_slot_outlive_its_generation() {
    apply("again", 1);
    await().atMost(LONG).until(() -> fleet.state("again/0") == SlotState.RUNNING);
    var first = fleet.spec("again/0").gen();
    fleet.ask("fleet.slots.restart", new JsonObject().put("slot", "again/0"));
    await()
        .atMost(LONG)
        .until(
            () ->
                fleet.state("again/0") == SlotState.RUNNING
                    && fleet.spec("again/0").gen().isAfter(first));
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(lines("again/0"))
                    .extracting(line -> line.getString("message"))
                    .contains("teardown")
                    .filteredOn("setup"::equals)
                    .hasSize(2));
  }
}
