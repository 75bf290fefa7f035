package io.fleet.reconcile;

import io.fleet.protocol.Intent;
import io.fleet.protocol.Intent.Kind;
import io.fleet.slot.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Operators by chance. */
final class Ordering {
  private static final Kind[] OF_SLOTS = {Kind.PAUSE, Kind.QUARANTINE, Kind.RESTART, Kind.RELEASE};

  private Ordering() {}

  static Intent order(Kind kind, String target, long number) {
    return new Intent(kind, target, "anna", "a test", 0, number);
  }

  /** A few orders for automations and slots; one of a kind for a target. */
  static List<Intent> some(SplittableRandom random, String... automations) {
    var orders = new ArrayList<Intent>();
    for (var i = random.nextInt(4); i > 0; i--) {
      var name = automations[random.nextInt(automations.length)];
      var target = random.nextBoolean() ? name : name + "/" + random.nextInt(8);
      var gen = Generation.of(random.nextInt(5, 9), random.nextInt(1, 9));
      var order = order(OF_SLOTS[random.nextInt(OF_SLOTS.length)], target, gen.value());
      orders.removeIf(other -> other.name().equals(order.name()));
      orders.add(order);
    }
    return orders;
  }

  static Standing standing(SplittableRandom random) {
    var kinds = Standing.Kind.values();
    var kind = random.nextBoolean() ? Standing.Kind.OPEN : kinds[random.nextInt(kinds.length)];
    return kind == Standing.Kind.OPEN
        ? Standing.OPEN
        : new Standing(kind, "by chance", random.nextInt(-1, 2));
  }
}
