package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Placement against the plainest way to do it, on small fleets by chance. */
final class PlacementPropertyTest {
  private static final int CASES = 2_000;
  private static final int PASSES = 60;

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private SplittableRandom random = new SplittableRandom(seed);

  private String next(int i) {
    random = new SplittableRandom(seed + i);
    return "-Dfleet.seed=" + (seed + i) + " case 0";
  }

  private Scene scene() {
    var scene = new Scene();
    for (var i = random.nextInt(2, 6); i > 0; i--) {
      var view = Scene.worker("w" + i, Scene.BOOT, 0, 0, random.nextInt(1, 6));
      var labels = Map.of("zone", any("x", "y", "z"));
      scene.hears(
          Scene.at(Scene.with(view, labels, false, true), any("h1", "h2", "h3", "h4"), null));
    }
    return scene;
  }

  private AutomationSpec automation(String name, int slots) {
    return Scene.placed(
        name,
        slots,
        random.nextInt(2) == 0 ? Map.of("zone", any("x", "y")) : Map.of(),
        any("host", "zone", "none"),
        random.nextInt(0, 4));
  }

  @SafeVarargs
  private final <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }

  private static boolean fits(WorkerView worker, AutomationSpec automation) {
    return worker.labels().entrySet().containsAll(automation.require().entrySet());
  }

  // The order of seats.

  @Test
  void each_seat_is_the_best_that_there_is_at_that_moment() {
    for (var i = 0; i < CASES; i++) {
      var told = next(i);
      var scene = scene().wants(automation("a", random.nextInt(1, 20)));
      var automation = Objects.requireNonNull(scene.automations.get("a"));
      var held = new ArrayList<String>();
      for (var move : scene.plan().moves()) {
        assertThat(move.to().worker()).as(told).isEqualTo(best(scene, automation, held));
        held.add(move.to().worker());
      }
      if (held.size() < automation.slots()) {
        assertThat(best(scene, automation, held)).as(told).isEmpty();
      }
    }
  }

  private static String best(Scene scene, AutomationSpec automation, List<String> held) {
    return scene.workers.values().stream()
        .filter(worker -> fits(worker, automation))
        .filter(worker -> count(held, worker.name()) < worker.capacity())
        .filter(
            worker ->
                automation.maxSlotsPerHost() == 0
                    || held.stream().filter(on -> host(scene, on).equals(worker.host())).count()
                        < automation.maxSlotsPerHost())
        .min(
            Comparator.comparing((WorkerView worker) -> domain(scene, automation, held, worker))
                .thenComparing(
                    worker -> automation.spread().equals("none") ? 0 : count(held, worker.name()))
                .thenComparing(worker -> count(held, worker.name()) / (double) worker.capacity())
                .thenComparing(WorkerView::name))
        .map(WorkerView::name)
        .orElse("");
  }

  private static long domain(
      Scene scene, AutomationSpec automation, List<String> held, WorkerView worker) {
    return switch (automation.spread()) {
      case "none" -> 0;
      case "host" -> held.stream().filter(on -> host(scene, on).equals(worker.host())).count();
      default ->
          held.stream()
              .map(on -> Objects.requireNonNull(scene.workers.get(on)))
              .filter(on -> on.labels().equals(worker.labels()))
              .count();
    };
  }

  private static String host(Scene scene, String worker) {
    return Objects.requireNonNull(scene.workers.get(worker)).host();
  }

  private static int count(List<String> held, String worker) {
    return (int) held.stream().filter(worker::equals).count();
  }

  // The least moves.

  @Test
  void another_placement_moves_as_few_slots_as_any_way_to_fulfil_it_must_move() {
    var moved = 0;
    var possible = 0;
    for (var i = 0; i < CASES; i++) {
      var told = next(i);
      var scene = scene();
      scene.wants(automation("a", random.nextInt(1, 6))).wants(automation("b", random.nextInt(5)));
      var model = new Model(Map.of(), scene.workers);
      settle(scene, model, told);
      var before = seats(model);
      scene.wants(automation("a", Objects.requireNonNull(scene.automations.get("a")).slots()));
      var automation = Objects.requireNonNull(scene.automations.get("a"));
      settle(scene, model, told);
      var after = seats(model);
      var moves =
          before.keySet().stream()
              .filter(slot -> !before.get(slot).equals(after.get(slot)))
              .toList();
      assertThat(moves).as(told).allMatch(slot -> slot.automation().equals("a"));
      // Slots that had no seat take those that have become right for them, which is no move.
      var seated =
          before.size()
              == scene.automations.values().stream().mapToInt(AutomationSpec::slots).sum();
      var least = seated ? least(scene, automation, before) : -1;
      if (least >= 0) {
        assertThat(moves).as(told + " " + before + " " + after).hasSize(least);
        possible += least > 0 ? 1 : 0;
      }
      moved += moves.size();
      assertThat(wrong(scene, automation, after))
          .as(told)
          .isLessThanOrEqualTo(wrong(scene, automation, before) - moves.size());
    }
    assertThat(moved).isGreaterThan(CASES / 10);
    assertThat(possible).isGreaterThan(CASES / 40);
  }

  /** Passes until nothing is left to do. */
  private static void settle(Scene scene, Model model, String told) {
    Plan plan = null;
    var quiet = 0;
    for (var pass = 0; pass < PASSES && quiet < 4; pass++) {
      plan =
          Reconciler.plan(
              scene.desired(),
              model.observed(),
              new Conditions(Scene.EPOCH, scene.nextN, false, true, Scene.NOW));
      scene.nextN = plan.nextN();
      quiet = plan.isEmpty() ? quiet + 1 : 0;
      assertThat(model.write(plan, scene.desired(), Scene.EPOCH)).as(told).isEmpty();
      model.answer(Scene.EPOCH);
    }
    assertThat(quiet).as(told + " " + plan).isEqualTo(4);
  }

  private static Map<SlotId, String> seats(Model model) {
    var seats = new HashMap<SlotId, String>();
    model.slots.values().stream()
        .filter(spec -> !spec.worker().isEmpty())
        .forEach((SlotSpec spec) -> seats.put(spec.slot(), spec.worker()));
    return seats;
  }

  /** How many sit wrong: without a label, or too many on a host. */
  private static int wrong(Scene scene, AutomationSpec automation, Map<SlotId, String> seats) {
    var wrong = 0;
    var onHost = new HashMap<String, Integer>();
    for (var seat : seats.entrySet()) {
      if (!seat.getKey().automation().equals(automation.name())) {
        continue;
      }
      var worker = Objects.requireNonNull(scene.workers.get(seat.getValue()));
      if (!fits(worker, automation)) {
        wrong++;
      } else if (onHost.merge(worker.host(), 1, Integer::sum) > automation.maxSlotsPerHost()
          && automation.maxSlotsPerHost() > 0) {
        wrong++;
      }
    }
    return wrong;
  }

  /** By trying every seat for every slot of a; -1 when there is no way. */
  private static int least(Scene scene, AutomationSpec automation, Map<SlotId, String> before) {
    var slots =
        before.keySet().stream().filter(slot -> slot.automation().equals("a")).sorted().toList();
    var workers = List.copyOf(scene.workers.values());
    var least = -1;
    var ways = (int) Math.pow(workers.size(), slots.size());
    for (var way = 0; way < ways; way++) {
      var seats = new HashMap<>(before);
      var rest = way;
      var moves = 0;
      for (var slot : slots) {
        var worker = workers.get(rest % workers.size()).name();
        rest /= workers.size();
        moves += worker.equals(before.get(slot)) ? 0 : 1;
        seats.put(slot, worker);
      }
      if ((least < 0 || moves < least)
          && wrong(scene, automation, seats) == 0
          && workers.stream()
              .allMatch(
                  worker ->
                      seats.values().stream().filter(worker.name()::equals).count()
                          <= worker.capacity())) {
        least = moves;
      }
    }
    return least;
  }
}
