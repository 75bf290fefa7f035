package io.fleet.testkit.sim;

import io.fleet.config.Failover;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One history: a fleet starts, suffers what the seed says, and must then be as desired again. */
final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long WARM_UP = 12 * SECOND;
  private static final long FAULTS = 40 * SECOND;

  /** The brake forgets after two minutes, and lets one worker at a time heal. */
  private static final long LONGEST = 200 * SECOND;

  /** The key under which a leader says that its brake is on. */
  private static final String BRAKE = "*";

  private final long seed;
  private final Mix mix;
  private final World world;
  private final Faults faults;
  private final Convergence convergence;
  private final Wanted wanted;

  Simulation(long seed, Failover failover, Mix mix, Tweaks tweaks) {
    this.seed = seed;
    this.mix = mix;
    world = new World(seed, failover, tweaks);
    wanted = Wanted.first(failover.name().toLowerCase(Locale.ROOT));
    faults = new Faults(world, mix, wanted);
    convergence = new Convergence(world);
  }

  Outcome run() {
    world.start();
    applyFirst();
    world.engine.run(WARM_UP, this::broken);
    if (!broken()) {
      convergence.missing().ifPresent(what -> world.checker.violated("I5", "at first: " + what));
    }
    world.engine.slowDisks(mix.serverOnly() ? 0 : 0.02);
    if (mix.serverOnly()) {
      world.checker.nothingMayStop();
    }
    var begin = world.engine.now();
    var end = begin + FAULTS;
    faults.plan(begin, end);
    world.engine.run(end, this::broken);
    world.engine.slowDisks(0);
    world.net.weather(0, 0, 0);
    world.trouble(false);
    var healed = heal(end);
    if (!broken()) {
      world.checker.replays(world.memory().state());
      world.checker.kept(world.snapshots.durable());
    }
    return new Outcome(
        seed,
        world.checker.violations(),
        faults.happened().stream().map(Enum::name).toList(),
        world.checker.starts(),
        world.checker.accepted(),
        world.engine.done(),
        Duration.ofNanos(Math.max(0, healed - end)));
  }

  private void applyFirst() {
    world.engine.in(
        SECOND / 10,
        Engine.WORLD,
        () -> {
          var leader = world.masters.stream().filter(m -> m.reign().isPresent()).findFirst();
          if (leader.isEmpty()) {
            applyFirst();
            return;
          }
          world.engine.in(
              1,
              leader.get().proc(),
              () ->
                  leader
                      .get()
                      .reign()
                      .ifPresent(reign -> reign.apply(wanted.json(), "h1", "operator")));
        });
  }

  /** Waits until all is as desired and stays so; when that was. */
  private long heal(long from) {
    var limit = from + bound();
    var since = -1L;
    while (!broken()) {
      if (braked()) {
        // The brake holds replacements back for as long as it remembers what failed.
        limit = Math.min(from + LONGEST, world.engine.now() + bound());
      }
      var missing = convergence.missing();
      if (missing.isPresent()) {
        since = -1;
        if (world.engine.now() >= limit) {
          world.checker.violated("I5", missing.get());
          return limit;
        }
      } else if (since < 0) {
        since = world.engine.now();
      } else if (world.engine.now() - since >= 3 * SECOND) {
        return since;
      }
      world.engine.run(world.engine.now() + SECOND / 4, this::broken);
    }
    return from;
  }

  /** T_conv, a JVM that starts late after a back-off, and code that had to be given up. */
  private long bound() {
    var failover = world.failover();
    var converge =
        failover.deadAfter().toNanos()
            + failover.leaderLease().toNanos()
            + 2 * failover.heartbeat().toNanos()
            + SECOND;
    var extra = 5 * SECOND + (world.everStuck() ? 15 * SECOND : 4 * SECOND);
    return converge + extra;
  }

  private boolean braked() {
    return world.memory().state().standings().containsKey(BRAKE);
  }

  private boolean broken() {
    return !world.checker.violations().isEmpty();
  }

  /** The names of the faults of all kinds. */
  static List<String> kinds() {
    return List.of(Faults.Kind.values()).stream().map(Enum::name).toList();
  }
}
