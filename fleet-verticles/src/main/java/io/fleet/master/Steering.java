package io.fleet.master;

import io.fleet.protocol.Intent;
import io.fleet.protocol.Intent.Kind;
import io.fleet.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an order of a person does to the intents. Pure; the same order twice changes nothing the
 * second time.
 *
 * @param op the verb
 * @param target of the verb: an automation, a slot or a worker
 * @param actor who orders it
 * @param reason in the actor's words
 * @param graceMillis of a drain; negative for each automation's own deadline
 */
record Steering(String op, String target, String actor, String reason, long graceMillis) {
  static final List<String> VERBS =
      List.of(
          "pause",
          "resume",
          "restart",
          "quarantine",
          "release",
          "cordon",
          "uncordon",
          "drain",
          "undrain");

  /**
   * The outcome.
   *
   * @param intent its name
   * @param intents all that hold from now on
   * @param slots how many slots it concerns
   */
  record Outcome(String intent, List<Intent> intents, int slots) {}

  Outcome on(World world) {
    return switch (op) {
      case "pause" -> put(world, Kind.PAUSE, world.automation(target), 0);
      case "resume" -> resume(world);
      case "restart" -> put(world, Kind.RESTART, world.target(target), world.nextGen());
      case "quarantine" -> put(world, Kind.QUARANTINE, world.target(target), 0);
      case "release" -> release(world);
      case "cordon" -> put(world, Kind.CORDON, world.worker(target), 0);
      case "uncordon" -> uncordon(world);
      case "drain" -> put(world, Kind.DRAIN, world.worker(target), graceMillis);
      case "undrain" -> drop(world, Kind.DRAIN, world.worker(target));
      default -> throw new OrderRefused(400, "unknown order: " + op);
    };
  }

  private Outcome resume(World world) {
    var automation = world.fleet().automations().get(world.automation(target));
    if (automation != null && automation.paused()) {
      throw new OrderRefused(
          409,
          "%s is paused in fleet.yaml. Take automations.%s.paused out of it and apply it."
              .formatted(target, target));
    }
    return drop(world, Kind.PAUSE, target);
  }

  /** Lifts what a person quarantined, and lets those run again that failed too often. */
  private Outcome release(World world) {
    var name = world.target(target);
    var slash = name.indexOf('/');
    if (slash > 0 && find(world, Kind.QUARANTINE, name.substring(0, slash))) {
      throw new OrderRefused(
          409,
          "All of %s is quarantined. Release all of it: fleet release %s"
              .formatted(name.substring(0, slash), name.substring(0, slash)));
    }
    var others =
        world.intents().stream()
            .filter(i -> i.kind() != Kind.QUARANTINE || !within(i.target(), name))
            .toList();
    var lifted =
        new World(
            world.fleet(),
            world.slots(),
            world.workers(),
            others,
            world.nextGen(),
            world.recovering(),
            world.nowMillis());
    return put(lifted, Kind.RELEASE, name, world.nextGen());
  }

  private Outcome uncordon(World world) {
    if (find(world, Kind.DRAIN, world.worker(target))) {
      throw new OrderRefused(
          409,
          "%s is being drained. Take that back first: fleet undrain %s".formatted(target, target));
    }
    return drop(world, Kind.CORDON, target);
  }

  private static boolean within(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + "/");
  }

  private static boolean find(World world, Kind kind, String name) {
    return world.intents().stream().anyMatch(i -> i.kind() == kind && i.target().equals(name));
  }

  private Outcome put(World world, Kind kind, String name, long number) {
    var intent = new Intent(kind, name, actor, reason, world.nowMillis(), number);
    var present =
        world.intents().stream().filter(each -> each.name().equals(intent.name())).findFirst();
    var same = present.filter(each -> each.number() == number).isPresent();
    var kept = new ArrayList<Intent>();
    for (var each : world.intents()) {
      var replaced = each.name().equals(intent.name());
      if (replaced ? same : !spent(each, world)) {
        kept.add(each);
      }
    }
    if (!same) {
      kept.add(intent);
    }
    return new Outcome(intent.name(), kept, world.slotsOf(kind, name).size());
  }

  private static Outcome drop(World world, Kind kind, String name) {
    Predicate<Intent> dropped = each -> each.kind() == kind && each.target().equals(name);
    return new Outcome(
        kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name,
        world.intents().stream().filter(dropped.negate()).toList(),
        world.slotsOf(kind, name).size());
  }

  /** Whether an order of the past concerns no slot any more, so that it need not be kept. */
  private static boolean spent(Intent intent, World world) {
    if (world.recovering() || (intent.kind() != Kind.RESTART && intent.kind() != Kind.RELEASE)) {
      return false;
    }
    return world.slotsOf(intent.kind(), intent.target()).stream()
        .flatMap(slot -> world.slots().record(slot).stream())
        .filter(spec -> spec.gen().value() < intent.number())
        .noneMatch(
            spec ->
                intent.kind() == Kind.RELEASE
                    ? spec.state() == SlotState.QUARANTINED
                    : spec.state().owned() || spec.state() == SlotState.BACKOFF);
  }
}
