package io.fleet.testkit.sim;

import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.Optional;

/** Whether observed is desired, by what really lives and what is recorded. */
final class Convergence {
  private final World world;

  Convergence(World world) {
    this.world = world;
  }

  /** What is still not as it should be, if anything. */
  Optional<String> missing() {
    var fleet = Wanted.read(world.snapshots.durable().spec());
    var hashes = Wanted.hashes(fleet);
    var specs = world.memory().state().specs();
    var leading = world.masters.stream().filter(m -> m.reign().isPresent()).count();
    if (leading != 1) {
      return Optional.of(leading + " masters lead");
    }
    var wanted = 0;
    for (var automation : fleet.automations().values()) {
      for (var i = 0; i < automation.slots(); i++) {
        var slot = new SlotId(automation.name(), i);
        var spec = specs.get(slot);
        var lives = world.checker.living(slot);
        if (automation.paused()) {
          if (spec == null || spec.state() != SlotState.PAUSED || !lives.isEmpty()) {
            return Optional.of(slot + " should be paused: " + spec + ", alive: " + lives);
          }
          continue;
        }
        wanted++;
        if (spec == null
            || spec.state() != SlotState.RUNNING
            || !spec.cfg().equals(hashes.get(automation.name()))) {
          return Optional.of(slot + " should run: " + spec);
        }
        if (lives.size() != 1
            || !lives.getFirst().code()
            || !lives.getFirst().gen().equals(spec.gen())
            || !lives.getFirst().worker().equals(spec.worker())
            || lives.getFirst().boot() != spec.boot()) {
          return Optional.of(slot + " is recorded as " + spec + ", alive: " + lives);
        }
      }
    }
    for (var slot : specs.keySet()) {
      var automation = fleet.automations().get(slot.automation());
      if (automation == null || slot.index() >= automation.slots()) {
        return Optional.of(slot + " is not wanted: " + specs.get(slot));
      }
    }
    var living = world.checker.living().size();
    return living == wanted
        ? Optional.empty()
        : Optional.of(living + " generations live, " + wanted + " are wanted");
  }
}
