package io.fleet.master;

import io.fleet.config.FleetSpec;
import io.fleet.config.Nearest;
import io.fleet.protocol.Intent;
import io.fleet.reconcile.Records;
import io.fleet.slot.SlotId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an order is checked against. Values.
 *
 * @param fleet what should be
 * @param slots the records
 * @param workers those that beat or hold something
 * @param intents what holds already
 * @param nextGen every generation from now on is at least this
 * @param recovering whether records may not be believed yet
 * @param nowMillis wall clock
 */
record World(
    FleetSpec fleet,
    Records slots,
    Set<String> workers,
    List<Intent> intents,
    long nextGen,
    boolean recovering,
    long nowMillis) {
  /** The name, if there is such an automation. */
  String automation(String name) {
    if (fleet.automations().containsKey(name)) {
      return name;
    }
    throw unknown("automation", name, fleet.automations().keySet());
  }

  /** The name, if there is such a worker, or an order that names it. */
  String worker(String name) {
    var ordered = intents.stream().anyMatch(i -> i.kind().ofWorker() && i.target().equals(name));
    if (ordered || workers.contains(name)) {
      return name;
    }
    throw unknown("worker", name, workers);
  }

  /** The name of the slot, if it is one of an automation's. */
  String slot(String text) {
    var slot =
        SlotId.parse(text)
            .orElseThrow(
                () ->
                    new OrderRefused(
                        400,
                        "\"" + text + "\" is not a slot. Write AUTOMATION/INDEX, as prober/17."));
    var automation = fleet.automations().get(automation(slot.automation()));
    var count = automation == null ? 0 : automation.slots();
    if (slot.index() < count || slots.record(slot).isPresent()) {
      return slot.toString();
    }
    throw new OrderRefused(
        404,
        count == 0
            ? "No slot %s: %s has no slots.".formatted(slot, slot.automation())
            : "No slot %s. %s has slots 0 to %d.".formatted(slot, slot.automation(), count - 1));
  }

  /** A slot or an automation. */
  String target(String text) {
    return text.contains("/") ? slot(text) : automation(text);
  }

  /** The slots of a slot, an automation or a worker. */
  List<SlotId> slotsOf(Intent.Kind kind, String target) {
    if (kind.ofWorker()) {
      return slots.heldBy(target);
    }
    var one = SlotId.parse(target);
    if (one.isPresent()) {
      return List.of(one.get());
    }
    var automation = fleet.automations().get(target);
    return automation == null
        ? List.of()
        : IntStream.range(0, automation.slots()).mapToObj(i -> new SlotId(target, i)).toList();
  }

  private static OrderRefused unknown(String what, String name, Collection<String> known) {
    var hint =
        Nearest.to(name, known)
            .map(nearest -> " Did you mean \"" + nearest + "\"?")
            .orElseGet(
                () ->
                    known.isEmpty()
                        ? " There is none."
                        : " There are: "
                            + known.stream().sorted().limit(10).collect(Collectors.joining(", "))
                            + ".");
    return new OrderRefused(404, "No " + what + " \"" + name + "\"." + hint);
  }
}
