package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.RolloutPolicy;
import io.fleet.config.RolloutStrategy;
import io.fleet.protocol.RolloutOrder;
import io.fleet.protocol.RolloutStep;
import io.fleet.reconcile.Host.Version;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Rollouts by chance in a closed loop: good and bad versions, workers that die, fall silent and
 * come back, leaders that are replaced, slots that are scaled, people who pause, the brake and the
 * barrier. {@link RolloutWorld} checks budget, agreement of the two planners and repeatability at
 * each step.
 */
final class RolloutPropertyTest {
  private static final int HISTORIES = Integer.getInteger("fleet.histories", 300);
  private static final int WILD = 120;
  private static final int CALM = 500;

  /** Whenever the rollout has become another one. */
  private static final int AT_EACH_CHANGE = -1;

  private static final Version[] BAD = {
    Version.CRASHES_IN_SETUP, Version.CRASHES_SOON, Version.FAILS_FOR_GOOD, Version.HANGS
  };

  private final long seed = Long.getLong("fleet.seed", new SplittableRandom().nextLong());
  private SplittableRandom random = new SplittableRandom(seed);
  private boolean faults;
  private boolean scaling;
  private int replaced;

  private RolloutWorld world(int i) {
    random = new SplittableRandom(seed + i);
    faults = random.nextBoolean();
    scaling = random.nextBoolean();
    replaced = new int[] {0, AT_EACH_CHANGE, 20}[random.nextInt(3)];
    var world =
        new RolloutWorld(random, random.nextInt(3, 6), random.nextInt(1, 13), random.nextInt(1, 4));
    world.told = "-Dfleet.seed=" + (seed + i) + " -Dfleet.histories=1";
    return world.settled();
  }

  private RolloutPolicy policy(boolean autoRevert) {
    return new RolloutPolicy(
        RolloutStrategy.values()[random.nextInt(3)],
        random.nextInt(1, 4),
        Duration.ofSeconds(3),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        autoRevert,
        random.nextInt(4) > 0);
  }

  /** At most so many may fail on a bad version. */
  private static int most(RolloutWorld world, RolloutPolicy policy) {
    return switch (policy.strategy()) {
      case CANARY -> policy.canary();
      case ROLLING -> world.unavailable + 1;
      case ALL_AT_ONCE -> Integer.MAX_VALUE;
    };
  }

  private void wild(RolloutWorld world) {
    for (var i = random.nextInt(WILD); i > 0; i--) {
      disturb(world);
      lead(world);
      world.step();
      if (!faults) {
        assertThat(world.live()).as(world.told).hasSizeLessThanOrEqualTo(2);
      }
    }
    world.silent.clear();
    world.hosts.forEach(Host::start);
    world.braked = false;
    world.recovering = false;
    world.judging = true;
  }

  private void lead(RolloutWorld world) {
    var due = replaced > 0 && random.nextInt(replaced) == 0;
    if (due || (replaced == AT_EACH_CHANGE && world.changed())) {
      world.nextLeader();
    }
  }

  private void disturb(RolloutWorld world) {
    var host = world.hosts.get(random.nextInt(world.hosts.size()));
    switch (random.nextInt(faults ? 30 : 60)) {
      case 0 -> order(world, RolloutOrder.PAUSE);
      case 1, 2 -> order(world, RolloutOrder.RESUME);
      case 3, 4 -> order(world, RolloutOrder.PROMOTE);
      case 5 -> world.braked = !world.braked;
      case 6 -> world.recovering = random.nextInt(3) == 0;
      case 7 -> world.slots = scaling ? random.nextInt(1, 13) : world.slots;
      case 8 -> world.judging = !world.judging;
      case 9 -> world.braked = false;
      case 10, 11 -> world.silent.remove(host.name);
      case 12, 13, 14 -> host.start();
      case 15 -> {
        if (faults) {
          host.die();
        }
      }
      case 16, 17 -> {
        if (faults) {
          world.silent.add(host.name);
        }
      }
      default -> {}
    }
  }

  private void order(RolloutWorld world, RolloutOrder order) {
    if (order.fits(world.rollout().step())) {
      world.rollout = world.rollout().on(order, "by anna", world.millis);
    }
  }

  /** Nothing disturbs it any more; the leader still changes. */
  private void calm(RolloutWorld world, RolloutStep end, String version) {
    for (var i = 0; i < CALM && !over(world, end, version); i++) {
      order(world, RolloutOrder.RESUME);
      order(world, RolloutOrder.PROMOTE);
      if (!world.versions.containsValue(Version.HANGS)) {
        lead(world); // Who has just begun to lead does not know yet that something hangs.
      }
      world.step();
      if (!faults) {
        assertThat(world.live()).as(world.told).hasSizeLessThanOrEqualTo(2);
      }
    }
    assertThat(over(world, end, version)).as(world.told + " " + world).isTrue();
  }

  private static boolean over(RolloutWorld world, RolloutStep end, String version) {
    return world.rollout().step() == end && world.running(version) == world.slots;
  }

  @Test
  void a_good_version_comes_to_every_slot() {
    for (var i = 0; i < HISTORIES; i++) {
      var world = world(i);
      world.begin("c2", policy(random.nextBoolean()));
      wild(world);
      calm(world, RolloutStep.DONE, "c2");
      assertThat(world.failed).as(world.told).isEmpty();
    }
  }

  @Test
  void a_bad_version_stops_after_a_few_slots_and_every_slot_goes_back() {
    for (var i = 0; i < HISTORIES; i++) {
      var world = world(i);
      var policy = policy(true);
      world.versions.put("c2", BAD[random.nextInt(BAD.length)]);
      world.begin("c2", policy);
      wild(world);
      calm(world, RolloutStep.REVERTED, "c1");
      var told = world.told + " " + policy + " scaling=" + scaling;
      assertThat(world.failed.getOrDefault("c2", Set.of()))
          .as(told)
          .hasSizeLessThanOrEqualTo(most(world, policy));
      if (!faults && !scaling) {
        assertThat(world.touched.getOrDefault("c2", Set.of()))
            .as(told)
            .hasSizeLessThanOrEqualTo(most(world, policy));
      }
    }
  }

  @Test
  void a_rollout_that_follows_a_bad_one_mends_it_and_never_has_a_third_version_beside() {
    for (var i = 0; i < HISTORIES; i++) {
      var world = world(i);
      world.versions.put("c2", BAD[random.nextInt(BAD.length)]);
      world.begin("c2", policy(random.nextInt(3) == 0));
      wild(world);
      if (world.rollout().step() == RolloutStep.DONE) {
        continue;
      }
      world.begin("c3", policy(true));
      calm(world, RolloutStep.DONE, "c3");
    }
  }
}
