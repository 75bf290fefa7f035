package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestMethodOrder;

/** A group of faults on the common fleet; after each of them every invariant is checked. */
@TestMethodOrder(SeededOrder.Methods.class)
abstract class Faults {
  /** Only in the whole catalogue, not in the short run. */
  static final String ALL = "chaos-all";

  final ChaosFleet fleet = ChaosIT.fleet();

  @BeforeEach
  void all_is_well() {
    fleet.recover();
  }

  @AfterEach
  void no_invariant_is_broken() {
    var broken = fleet.broken();
    assertThat(broken.stream().filter(Faults::isNew).limit(20))
        .as(broken.size() + " broken")
        .isEmpty();
  }

  /** What one fault broke must not fail the tests of all that follow. */
  private static boolean isNew(String sentence) {
    return ChaosIT.BROKEN.add(sentence);
  }

  /** A moment of the seed's choice within a heartbeat, so that faults meet every phase. */
  Trial begin(Fault fault) {
    sleep(Duration.ofMillis(fleet.random().nextInt((int) fleet.profile().heartbeat().toMillis())));
    return new Trial(fleet, fault, ChaosIT.RESULTS);
  }

  /** How long a fault lasts is part of the fault, not a wait for something. */
  static void sleep(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }

  Duration lease() {
    return fleet.profile().lease();
  }

  /**
   * 0.8 (L - H): an outage that stops nothing. On a machine that is far too busy heartbeats are
   * late by themselves, so that less is left of the lease when it begins: half of it then.
   */
  Duration harmless() {
    var longest = fleet.profile().lease().minus(fleet.profile().heartbeat());
    return longest.multipliedBy(Load.perCore() > 2 ? 5 : 8).dividedBy(10);
  }
}
