package io.fleet.reconcile;

import static io.fleet.reconcile.Scene.BOOT;
import static io.fleet.reconcile.Scene.EPOCH;
import static io.fleet.reconcile.Scene.at;
import static io.fleet.reconcile.Scene.gen;
import static io.fleet.reconcile.Scene.placed;
import static io.fleet.reconcile.Scene.says;
import static io.fleet.reconcile.Scene.with;
import static io.fleet.reconcile.Scene.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Bytes;
import io.fleet.config.RolloutPolicy;
import io.fleet.config.Threading;
import io.fleet.config.Threads;
import io.fleet.protocol.Code;
import io.fleet.protocol.Intake;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Phase;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who gets which seat, and who must leave his. */
final class PlacementTest {
  private final Scene scene = new Scene();

  private static WorkerView zoned(String name, String zone) {
    return with(worker(name), Map.of("zone", zone), false, true);
  }

  /** How many the plan gives to each worker. */
  private Map<String, Integer> given() {
    var given = new TreeMap<String, Integer>();
    scene.plan().moves().stream()
        .filter(move -> move.to().state() == SlotState.ASSIGNED)
        .forEach(move -> given.merge(move.to().worker(), 1, Integer::sum));
    return given;
  }

  private Explanation why(String slot) {
    var why = scene.plan().reasons().get(SlotId.of(slot));
    assertThat(why).isNotNull();
    return why;
  }

  /** Slots a/0, a/1, … run on these workers, all of which say so. */
  private void run(String... workers) {
    for (var i = 0; i < workers.length; i++) {
      var slot = "a/" + i;
      scene.has(on(slot, workers[i]));
      var holder = scene.workers.get(workers[i]);
      assertThat(holder).isNotNull();
      var said = new ArrayList<>(holder.slots().values());
      said.add(says(slot, gen(EPOCH, i + 1), Phase.RUNNING, "", false));
      var next = worker(workers[i], said.toArray(io.fleet.protocol.SlotReport[]::new));
      next = with(next, holder.labels(), holder.leaving(), holder.compatible());
      scene.hears(at(next, holder.host(), holder.code()));
    }
  }

  private static SlotSpec on(String slot, String worker) {
    var id = SlotId.of(slot);
    return new SlotSpec(
        id,
        gen(EPOCH, id.index() + 1),
        SlotState.RUNNING,
        worker,
        BOOT,
        "c1",
        EPOCH,
        Reason.STARTED,
        Scene.NOW - 5_000,
        0,
        0,
        "");
  }

  // Spread.

  @Test
  void slots_are_balanced_over_hosts_before_workers() {
    scene.wants(placed("a", 4, Map.of(), "host", 0));
    scene.hears(at(worker("w1"), "h1", null)).hears(at(worker("w2"), "h1", null));
    scene.hears(at(worker("w3"), "h1", null)).hears(at(worker("w4"), "h2", null));
    assertThat(given()).isEqualTo(Map.of("w1", 1, "w2", 1, "w4", 2));
  }

  @Test
  void slots_are_balanced_over_the_values_of_a_label() {
    scene.wants(placed("a", 6, Map.of(), "zone", 0));
    scene.hears(zoned("w1", "x")).hears(zoned("w2", "x")).hears(zoned("w3", "y"));
    assertThat(given()).isEqualTo(Map.of("w1", 2, "w2", 1, "w3", 3));
  }

  @Test
  void workers_without_the_label_are_one_domain_together() {
    scene.wants(placed("a", 4, Map.of(), "zone", 0));
    scene.hears(worker("w1")).hears(worker("w2")).hears(zoned("w3", "y"));
    assertThat(given()).isEqualTo(Map.of("w1", 1, "w2", 1, "w3", 2));
  }

  @Test
  void without_spread_the_emptiest_takes_the_next() {
    scene.wants(placed("a", 3, Map.of(), "none", 0));
    scene.hears(worker("w1", BOOT, 0, 0, 3)).hears(worker("w2", BOOT, 0, 0, 30));
    assertThat(given()).isEqualTo(Map.of("w1", 1, "w2", 2));
  }

  @Test
  void a_full_domain_leaves_its_share_to_the_others() {
    scene.wants(placed("a", 6, Map.of(), "zone", 0));
    scene.hears(with(worker("w1", BOOT, 0, 0, 1), Map.of("zone", "x"), false, true));
    scene.hears(zoned("w2", "y"));
    assertThat(given()).isEqualTo(Map.of("w1", 1, "w2", 5));
  }

  // The limit of a host.

  @Test
  void a_host_takes_no_more_than_its_limit_over_all_its_workers() {
    scene.wants(placed("a", 5, Map.of(), "host", 2));
    scene.hears(at(worker("w1"), "h1", null)).hears(at(worker("w2"), "h1", null));
    scene.hears(at(worker("w3"), "h2", null));
    assertThat(given()).isEqualTo(Map.of("w1", 1, "w2", 1, "w3", 2));
    assertThat(why("a/4"))
        .isEqualTo(new Explanation(Reason.NO_ROOM, "at most 2 on each of 2 hosts"));
  }

  @Test
  void whoever_has_the_fewest_places_to_go_is_seated_first() {
    scene.wants(placed("a", 1, Map.of(), "host", 0));
    scene.wants(placed("b", 1, Map.of("zone", "x"), "host", 0));
    scene.hears(with(worker("w1", BOOT, 0, 0, 1), Map.of("zone", "x"), false, true));
    scene.hears(with(worker("w2", BOOT, 0, 0, 1), Map.of("zone", "y"), false, true));
    var moves = scene.plan().moves();
    assertThat(moves)
        .extracting(move -> move.to().slot() + " " + move.to().worker())
        .containsExactly("b/0 w1", "a/0 w2");
  }

  // Code.

  @Test
  void a_worker_without_the_code_gets_nothing_and_the_evidence_says_who_has_what() {
    scene.wants(1);
    scene.hears(at(worker("w1"), "h", List.of(new Code("sample", "Sample", "0.9"))));
    scene.hears(at(worker("w2"), "h", List.of()));
    assertThat(scene.stays())
        .isEqualTo(new Explanation(Reason.VERSION_MISSING, "no worker has Sample 1; 0.9: w1"));
    scene.hears(at(worker("w2"), "h", List.of(new Code("sample", "Sample", "1"))));
    assertThat(scene.to().worker()).isEqualTo("w2");
  }

  @Test
  void code_on_workers_without_the_labels_is_missing_where_it_is_needed() {
    scene.wants(placed("a", 1, Map.of("zone", "x"), "host", 0));
    scene.hears(at(zoned("w1", "x"), "h", List.of()));
    scene.hears(at(zoned("w2", "y"), "h", List.of(new Code("", "Sample", ""))));
    assertThat(scene.stays())
        .isEqualTo(
            new Explanation(
                Reason.VERSION_MISSING,
                "no worker with labels {zone=x} has Sample 1; any version: w2"));
  }

  @Test
  void a_worker_that_is_too_old_to_tell_its_code_is_asked() {
    scene.wants(1).hears(at(worker("w1"), "h", null));
    assertThat(scene.to().worker()).isEqualTo("w1");
  }

  @Test
  void workers_of_another_protocol_are_named_when_nobody_else_is_up() {
    scene.wants(1).hears(with(worker("w1"), Map.of(), false, false));
    assertThat(scene.stays())
        .isEqualTo(
            new Explanation(
                Reason.NO_ELIGIBLE_WORKER,
                "no worker is up; INCOMPATIBLE, for they speak another protocol: w1"));
  }

  @Test
  void a_worker_whose_host_lets_it_take_nothing_is_named_with_what_it_says() {
    var full = new Intake("MEMORY_HIGH", "91 % used", 91, 0L);
    scene.wants(1).hears(gated(worker("w1"), full));
    assertThat(scene.stays()).isEqualTo(new Explanation(Reason.MEMORY_HIGH, "w1: 91 % used"));
    scene.hears(gated(worker("w1"), new Intake("CLOCK_SKEWED", "off", 9, 61_000L)));
    assertThat(scene.stays()).isEqualTo(new Explanation(Reason.CLOCK_SKEWED, "w1: off"));
    scene.hears(gated(worker("w1"), new Intake("OF_A_LATER_VERSION", "no", 9, 0L)));
    assertThat(scene.stays().reason()).isEqualTo(Reason.NO_ELIGIBLE_WORKER);
    scene.hears(worker("w2"));
    assertThat(scene.to().worker()).isEqualTo("w2");
  }

  // Memory.

  private static AutomationSpec needing(String name, int slots, int mebi) {
    return placed(name, slots, Map.of(), "none", 0)
        .on(new Threads(Threading.PROCESS, Bytes.ofMebi(mebi)));
  }

  private static WorkerView promising(WorkerView worker, int mebi) {
    return worker.takes(Intake.UNKNOWN.promising(Bytes.ofMebi(mebi).count()));
  }

  @Test
  void a_worker_promises_no_more_memory_than_it_has() {
    scene.wants(needing("a", 5, 300));
    scene.hears(promising(worker("w1"), 1_000)).hears(promising(worker("w2"), 700));
    var plan = scene.plan();
    assertThat(plan.moves()).extracting(move -> move.to().worker()).containsOnly("w1", "w2");
    assertThat(plan.moves()).hasSize(5);
    scene.wants(needing("a", 6, 300));
    assertThat(scene.plan().moves()).hasSize(5);
    assertThat(scene.plan().reasons().get(SlotId.of("a/5")))
        .isEqualTo(
            new Explanation(
                Reason.NO_ROOM, "needs 300Mi of memory, which is promised to others on w1, w2"));
  }

  @Test
  void what_no_worker_could_ever_promise_is_said_so() {
    scene.wants(needing("a", 1, 2_048)).hears(promising(worker("w1"), 1_024));
    assertThat(scene.stays())
        .isEqualTo(
            new Explanation(
                Reason.NO_ROOM, "needs 2Gi of memory, and no worker promises more than 1Gi"));
    scene.hears(worker("w2")); // Promises whatever is asked for.
    assertThat(scene.to().worker()).isEqualTo("w2");
  }

  @Test
  void whoever_needs_no_memory_sits_beside_those_who_were_promised_all_of_it() {
    scene.wants(needing("a", 2, 500)).wants(placed("b", 3, Map.of(), "none", 0));
    scene.hears(promising(worker("w1"), 1_000));
    assertThat(scene.plan().moves()).hasSize(5);
  }

  @Test
  void a_slot_that_goes_back_needs_what_its_old_version_needs() {
    var wanted = needing("a", 1, 900);
    var old = needing("a", 1, 300);
    var back =
        Rollout.begin("r-1", "a", "c1", "c2", RolloutPolicy.DEFAULT, Scene.NOW)
            .step(RolloutStep.REVERTING, "bad", Scene.NOW);
    scene.wants(wanted).hash("c2").hears(promising(worker("w1"), 500));
    scene.rollouts.put("a", new Underway(back, old));
    assertThat(scene.to().worker()).isEqualTo("w1");
    assertThat(scene.to().cfg()).isEqualTo("c1");
  }

  private static WorkerView gated(WorkerView worker, Intake intake) {
    return worker.takes(intake).standing(Standing.of(Standing.Kind.GATED, intake.word()));
  }

  // Those that sit wrong.

  @Test
  void a_slot_whose_worker_lacks_a_new_label_moves_when_there_is_a_better_seat() {
    scene.wants(placed("a", 2, Map.of("zone", "x"), "host", 0));
    scene.hears(zoned("w1", "y")).hears(zoned("w2", "x"));
    run("w1", "w2");
    var to = scene.to();
    assertThat(to.slot()).isEqualTo(SlotId.of("a/0"));
    assertThat(to.state()).isEqualTo(SlotState.DRAINING);
    assertThat(to.cause()).isEqualTo(Reason.MISPLACED);
    assertThat(to.detail()).isEqualTo("worker w1 lacks labels {zone=x}");
    assertThat(scene.move().maxUnavailable()).isEqualTo(2);
  }

  @Test
  void without_a_better_seat_a_misplaced_slot_stays_and_says_so() {
    scene.wants(placed("a", 1, Map.of("zone", "x"), "host", 0));
    scene.hears(zoned("w1", "y"));
    run("w1");
    assertThat(scene.stays())
        .isEqualTo(
            new Explanation(
                Reason.MISPLACED, "worker w1 lacks labels {zone=x}; needs labels {zone=x}"));
  }

  @Test
  void what_is_too_many_on_a_host_moves_the_highest_numbers_first() {
    scene.wants(placed("a", 3, Map.of(), "host", 1));
    scene.hears(at(worker("w1"), "h1", null)).hears(at(worker("w2"), "h2", null));
    run("w1", "w1", "w1");
    assertThat(scene.to().slot()).isEqualTo(SlotId.of("a/1"));
    assertThat(scene.to().detail()).isEqualTo("more than 1 on host h1");
    assertThat(why("a/2").evidence())
        .isEqualTo("more than 1 on host h1; at most 1 on each of 2 hosts");
  }

  @Test
  void another_spread_moves_nothing() {
    scene.wants(placed("a", 3, Map.of(), "zone", 0));
    scene.hears(zoned("w1", "x")).hears(zoned("w2", "y"));
    run("w1", "w1", "w1");
    assertThat(scene.plan().isEmpty()).isTrue();
    assertThat(scene.plan().reasons()).isEmpty();
  }

  @Test
  void a_better_seat_is_promised_once() {
    scene.wants(placed("a", 2, Map.of("zone", "x"), "host", 0));
    scene.hears(zoned("w1", "y"));
    scene.hears(with(worker("w2", BOOT, 0, 0, 1), Map.of("zone", "x"), false, true));
    run("w1", "w1");
    var first = scene.to();
    assertThat(first.slot()).isEqualTo(SlotId.of("a/0"));
    scene.has(first);
    assertThat(scene.plan().moves()).isEmpty();
    assertThat(why("a/1").reason()).isEqualTo(Reason.MISPLACED);
  }

  @Test
  void misplaced_slots_move_within_what_may_be_down() {
    scene.wants(Scene.automation("a", 3, false, "1", Map.of("zone", "x")));
    scene.hears(zoned("w1", "y")).hears(zoned("w2", "x"));
    run("w1", "w1", "w1");
    assertThat(scene.plan().moves()).hasSize(1);
    assertThat(why("a/2").evidence())
        .isEqualTo("worker w1 lacks labels {zone=x}; at most 1 may be down at once");
  }

  @Test
  void nothing_is_moved_while_recovering_and_a_worker_that_leaves_is_drained_instead() {
    scene.wants(placed("a", 1, Map.of("zone", "x"), "host", 0));
    scene.hears(zoned("w1", "y")).hears(zoned("w2", "x"));
    run("w1");
    scene.recovering = true;
    assertThat(scene.plan().moves()).isEmpty();
    scene.recovering = false;
    assertThat(scene.plan().moves()).hasSize(1);
    var w1 = scene.workers.get("w1");
    assertThat(w1).isNotNull();
    scene.hears(with(w1, w1.labels(), true, true));
    assertThat(scene.plan().moves())
        .singleElement()
        .satisfies(move -> assertThat(move.to().cause()).isEqualTo(Reason.DRAIN));
  }

  @Test
  void a_slot_may_move_within_its_full_host_to_a_worker_with_the_label() {
    scene.wants(placed("a", 1, Map.of("zone", "x"), "host", 1));
    scene.hears(at(zoned("w1", "y"), "h1", null)).hears(at(zoned("w2", "x"), "h1", null));
    run("w1");
    assertThat(scene.to().cause()).isEqualTo(Reason.MISPLACED);
  }
}
