package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.protocol.Intake;
import io.fleet.redis.Keys;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotState;
import io.fleet.store.ShellStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Incidents, staged in a real fleet, and what {@code fleet explain} says of each: one test, so that
 * all of them share one fleet. A reason is staged when explain gives it as the reason of a slot in
 * the state that it belongs to, or, for reasons that pass at once, in the slot's timeline.
 */
final class ExplainIT {
  /** Codes that no slot can have in this version, and why. */
  private static final Map<Reason, String> NOT_YET = new EnumMap<>(Reason.class);

  static {
    NOT_YET.put(Reason.CONFIG_APPLIED, "the default of a record that has no cause; never written");
    NOT_YET.put(Reason.ROLLOUT, "comes with rollouts");
    NOT_YET.put(Reason.CANARY, "comes with rollouts");
    NOT_YET.put(Reason.ROLLOUT_PAUSED, "comes with rollouts");
    NOT_YET.put(Reason.AWAITING_PROMOTION, "comes with rollouts");
    NOT_YET.put(Reason.BUDGET_SPENT, "comes with error budgets");
    NOT_YET.put(Reason.MEMORY_LIMIT, "stands in the evidence of FAILED");
    NOT_YET.put(Reason.RATE_LIMITED, "comes with fleet-wide rate limits");
    NOT_YET.put(Reason.FENCED, "a fenced worker says nothing; the leader writes what it proves");
    NOT_YET.put(Reason.EXECUTE_TIMEOUT, "stands in the evidence of FAILED");
    NOT_YET.put(Reason.CONFIG_REFUSED, "stands in the evidence of FAILED_PERMANENT");
    NOT_YET.put(Reason.DOWNSTREAM_FULL, "is told by the stream, the slot goes on running");
    NOT_YET.put(Reason.STORE_UNAVAILABLE, "is told by status, of the whole fleet");
  }

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Set<Reason> STAGED = EnumSet.noneOf(Reason.class);

  /** Ignores every interrupt until it is let go. */
  static final class Busy extends ContinuousAutomation<Samples.None> {
    static volatile boolean free;

    @Override
    public Next execute(Run<Samples.None> run) {
      while (!free) {
        try {
          Thread.sleep(20);
        } catch (InterruptedException ignored) {
          // That is the point of it.
        }
      }
      return Next.in(Duration.ofSeconds(1));
    }
  }

  /** Does not come up until it is let go. */
  static final class Slow extends ContinuousAutomation<Samples.None> {
    @Override
    public void setup(Run<Samples.None> run) throws InterruptedException {
      while (!Busy.free) {
        Thread.sleep(20);
      }
    }

    @Override
    public Next execute(Run<Samples.None> run) {
      return Next.in(Duration.ofSeconds(1));
    }
  }

  /** Stands still, and lets itself be interrupted. */
  static final class Still extends ContinuousAutomation<Samples.None> {
    @Override
    public Next execute(Run<Samples.None> run) throws InterruptedException {
      while (!Busy.free) {
        Thread.sleep(20);
      }
      return Next.in(Duration.ofSeconds(1));
    }
  }

  @TempDir Path folder;
  private LittleFleet fleet;
  private final StringBuilder yaml = new StringBuilder();

  @BeforeEach
  void start() {
    Busy.free = false;
    STAGED.clear();
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.api();
  }

  @AfterEach
  void end() {
    Busy.free = true;
    fleet.close();
  }

  private static String of(String name, String sample, int slots, String more) {
    var where = sample.equals("Ticker") || sample.equals("Items") ? "Samples$" : "ExplainIT$";
    var code = sample.contains(".") ? sample : "io.fleet.worker." + where + sample;
    return "%s: { class: %s, version: \"1\", slots: %d%s }\n".formatted(name, code, slots, more);
  }

  private static String zone(String name) {
    return ", placement: { require: { zone: " + name + " } }";
  }

  private static final String BAD = ", config: { failSetup: true }";
  private static final String PATIENT = ", drain: { deadline: 1h }";

  private void applies(String... automations) {
    yaml.setLength(0);
    for (var automation : automations) {
      yaml.append(automation);
    }
    fleet.apply(yaml.toString());
  }

  /** The same, with one automation changed. */
  private void changes(String from, String to) {
    var text = yaml.toString();
    assertThat(text).contains(from);
    applies(text.replace(from, to));
  }

  private JsonObject explain(String slot) {
    return fleet.ask("fleet.slots.explain", new JsonObject().put("slot", slot));
  }

  private void orders(String address, String key, String target) {
    var answer =
        fleet.ask(
            address,
            new JsonObject().put(key, target).put("actor", "anna").put("reason", "a test"));
    assertThat(answer.getBoolean("changed")).isTrue();
  }

  /** Waits until explain gives this as the one reason of the slot, in this state. */
  private void reason(Reason reason, String slot, String state) {
    await(reason + " of " + slot)
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var told = explain(slot);
              assertThat(told.getString("state") + " " + told.getString("reason"))
                  .isEqualTo(state + " " + reason);
              var steps = told.getJsonArray("why");
              assertThat(steps.getJsonObject(steps.size() - 1).getString("sentence"))
                  .startsWith("so: " + reason + ", " + reason.sentence());
            });
    STAGED.add(reason);
  }

  private void reason(Reason reason, String slot, SlotState state) {
    reason(reason, slot, state.name());
  }

  /** Waits until the slot's timeline gives this as the cause of a move. */
  private void cause(Reason reason, String slot) {
    await(reason + " in the timeline of " + slot)
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(explain(slot).getJsonArray("timeline").stream())
                    .extracting(move -> ((JsonObject) move).getString("cause"))
                    .contains(reason.name()));
    STAGED.add(reason);
  }

  @Test
  void explain_gives_the_one_true_reason_of_every_incident() {
    applies(
        of("ok", "Ticker", 20, ""),
        of("crowd", "Ticker", 2, zone("tiny")),
        of("mars", "Ticker", 1, zone("mars")),
        of("nowhere", "io.fleet.Nowhere", 1, ""),
        of("waits", "Ticker", 1, BAD + ", restart: { attempts: 900, delay: 1h, maxDelay: 1h }"),
        of("broken", "Ticker", 1, BAD + ", restart: { attempts: 1 }"),
        of("refused", "Ticker", 1, ", config: { nonsense: 1 }"),
        of("batch", "Items", 1, ""),
        of("paused", "Ticker", 1, ""),
        of("taken", "Ticker", 1, ""),
        of("two", "Busy", 2, PATIENT + ", rollout: { maxUnavailable: 1 }"),
        of("shrink", "Busy", 2, PATIENT),
        of("slow", "Slow", 1, ""),
        of("still", "Still", 1, ", limits: { progress: 1s }, drain: { deadline: 100ms }"),
        of("moved", "Ticker", 1, zone("moved")),
        of("heavy", "Ticker", 1, zone("moved") + ", resources: { memory: 90000Gi }"),
        of("changed", "Ticker", 1, ""),
        of("wrong", "Ticker", 1, ""),
        of("stuck", "Busy", 1, zone("stuck") + ", drain: { deadline: 200ms }"),
        of("lost", "Ticker", 1, zone("lost")),
        of("short", "Ticker", 1, zone("short")),
        of("skewed", "Ticker", 1, zone("skewed")),
        of("died", "Ticker", 1, zone("died")),
        of("again", "Ticker", 1, zone("again")));
    reason(Reason.NO_ELIGIBLE_WORKER, "ok/0", SlotState.FREE);

    fleet.worker("w1", 60);
    fleet.worker("w2", 60);
    fleet.worker("tiny", 1, new JsonObject().put("zone", "tiny"));
    fleet.worker("mover", 5, new JsonObject().put("zone", "moved"));
    fleet.worker("hot", 5, new JsonObject().put("zone", "stuck"));
    var lost = new Ghost(fleet, "lost");
    var died = new Ghost(fleet, "died");
    var again = new Ghost(fleet, "again");
    new Ghost(fleet, "short", new Intake("MEMORY_HIGH", "91 % of memory used", 91, 0L));
    new Ghost(fleet, "skewed", new Intake("CLOCK_SKEWED", "its clock is off", 10, 61_000L));
    byItself();
    byOrder();
    byChange();
    byTheEndOfWorkers(lost, died, again);
    byTheBrake();
    byALossOfTheStore(again);

    var missing = EnumSet.allOf(Reason.class);
    missing.removeAll(STAGED);
    missing.removeAll(NOT_YET.keySet());
    assertThat(missing).as("neither staged nor said to be out of reach").isEmpty();
    assertThat(STAGED).as("staged after all").doesNotContainAnyElementsOf(NOT_YET.keySet());
  }

  private void byItself() {
    reason(Reason.STARTED, "ok/0", SlotState.RUNNING);
    cause(Reason.SCALED_UP, "ok/0");
    reason(Reason.CONSTRAINT_UNMET, "mars/0", SlotState.FREE);
    reason(Reason.VERSION_MISSING, "nowhere/0", SlotState.FREE);
    reason(Reason.MEMORY_HIGH, "short/0", SlotState.FREE);
    reason(Reason.CLOCK_SKEWED, "skewed/0", SlotState.FREE);
    reason(Reason.BACKOFF_UNTIL, "waits/0", SlotState.BACKOFF);
    cause(Reason.FAILED, "waits/0");
    reason(Reason.AWAITING_RELEASE, "broken/0", SlotState.QUARANTINED);
    cause(Reason.RESTART_ATTEMPTS, "broken/0");
    cause(Reason.FAILED_PERMANENT, "refused/0");
    reason(Reason.BATCH_FINISHED, "batch/0", SlotState.FREE);
    reason(Reason.AWAITING_REPORT, "slow/0", SlotState.ASSIGNED);
    cause(Reason.NO_PROGRESS, "still/0");
    cause(Reason.STOPPED, "still/0");
    cause(Reason.SLOT_REPLACED, "still/0");
    reason(Reason.STARTED, "crowd/0", SlotState.RUNNING);
    reason(Reason.NO_ROOM, "crowd/1", SlotState.FREE);
    reason(Reason.NO_ROOM, "heavy/0", SlotState.FREE);
  }

  private void byOrder() {
    reason(Reason.STARTED, "paused/0", SlotState.RUNNING);
    orders("fleet.automations.pause", "name", "paused");
    reason(Reason.PAUSED_BY, "paused/0", SlotState.PAUSED);
    orders("fleet.automations.resume", "name", "paused");
    reason(Reason.STARTED, "paused/0", SlotState.RUNNING);
    cause(Reason.RETRY_NOW, "paused/0");
    orders("fleet.slots.quarantine", "slot", "taken/0");
    reason(Reason.QUARANTINED_BY, "taken/0", SlotState.QUARANTINED);
    orders("fleet.slots.release", "slot", "taken/0");
    reason(Reason.STARTED, "taken/0", SlotState.RUNNING);

    reason(Reason.STARTED, "two/1", SlotState.RUNNING);
    orders("fleet.automations.restart", "name", "two");
    reason(Reason.AWAITING_STOP, "two/0", SlotState.DRAINING);
    reason(Reason.MAX_UNAVAILABLE, "two/1", SlotState.RUNNING);

    reason(Reason.STARTED, "moved/0", SlotState.RUNNING);
    orders("fleet.workers.drain", "worker", "mover");
    cause(Reason.DRAIN, "moved/0");
    reason(Reason.NO_ELIGIBLE_WORKER, "moved/0", SlotState.FREE);
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(worker("mover").getString("state")).isEqualTo("DRAINED"));

    reason(Reason.STARTED, "stuck/0", SlotState.RUNNING);
    orders("fleet.automations.pause", "name", "stuck");
    reason(Reason.CODE_WILL_NOT_STOP, "stuck/0", SlotState.STUCK);
  }

  private JsonObject worker(String name) {
    return fleet.ask("fleet.workers.list", new JsonObject()).getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .filter(each -> name.equals(each.getString("name")))
        .findFirst()
        .orElseThrow();
  }

  private void byChange() {
    reason(Reason.STARTED, "changed/0", SlotState.RUNNING);
    reason(Reason.STARTED, "shrink/1", SlotState.RUNNING);
    reason(Reason.STARTED, "wrong/0", SlotState.RUNNING);
    changes(
        of("changed", "Ticker", 1, ""), of("changed", "Ticker", 1, ", config: { every: 31ms }"));
    cause(Reason.CONFIG_CHANGED, "changed/0");
    changes(of("shrink", "Busy", 2, PATIENT), of("shrink", "Busy", 1, PATIENT));
    reason(Reason.AWAITING_STOP, "shrink/1", SlotState.DRAINING);
    cause(Reason.SCALED_DOWN, "shrink/1");
    changes(of("wrong", "Ticker", 1, ""), of("wrong", "Ticker", 1, zone("venus")));
    reason(Reason.MISPLACED, "wrong/0", SlotState.RUNNING);
  }

  private void byTheEndOfWorkers(Ghost lost, Ghost died, Ghost again) {
    reason(Reason.STARTED, "lost/0", SlotState.RUNNING);
    reason(Reason.STARTED, "died/0", SlotState.RUNNING);
    reason(Reason.STARTED, "again/0", SlotState.RUNNING);
    lost.fallsSilent();
    again.reboots();
    cause(Reason.WORKER_RESTARTED, "again/0");
    died.fallsSilent();
    LittleFleet.get(new ShellStore(fleet.link, new Keys("test")).certify("died", died.boot()));
    cause(Reason.WORKER_DIED, "died/0");
    reason(Reason.AWAITING_VERDICT, "lost/0", "SUSPECT");
    cause(Reason.WORKER_LOST, "lost/0");
  }

  private void byTheBrake() {
    var bad =
        of("bad", "Ticker", 40, BAD + ", restart: { attempts: 900, delay: 1h, maxDelay: 1h }");
    applies(yaml.toString(), bad);
    await().atMost(LONG).until(() -> LittleFleet.get(fleet.reader.standings()).containsKey("*"));
    changes(of("ok", "Ticker", 20, ""), of("ok", "Ticker", 20, ", config: { every: 31ms }"));
    reason(Reason.BRAKE_ON, "ok/19", SlotState.RUNNING);
    var needs =
        fleet.ask("fleet.status.get", new JsonObject()).getJsonArray("needs", new JsonArray());
    assertThat(needs.stream().map(each -> ((JsonObject) each).getString("kind"))).contains("brake");
  }

  private void byALossOfTheStore(Ghost silent) {
    orders("fleet.automations.pause", "name", "paused");
    reason(Reason.PAUSED_BY, "paused/0", SlotState.PAUSED);
    silent.fallsSilent();
    LittleFleet.get(fleet.link.send(Command.FLUSHALL));
    reason(Reason.RECOVERING, "mars/0", SlotState.FREE);
    reason(Reason.ADOPTED, "crowd/0", SlotState.RUNNING);
    // The order that nobody took back holds, though the store forgot it.
    reason(Reason.PAUSED_BY, "paused/0", SlotState.PAUSED);
    assertThat(LittleFleet.get(fleet.reader.intents())).containsKeys("pause paused", "drain mover");
  }
}
