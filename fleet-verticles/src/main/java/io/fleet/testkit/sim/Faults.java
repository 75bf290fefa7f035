package io.fleet.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong in one history, and when: drawn from the seed. */
final class Faults {
  /** What can go wrong. */
  enum Kind {
    JVM_KILLED,
    SHELL_KILLED,
    SHELL_AND_JVM_KILLED,
    HOST_OFF,
    WORKER_TERMINATED,
    JVM_FROZEN,
    HOST_FROZEN,
    SHELL_FROZEN,
    STATE_FOLDER_LOST,
    MASTER_KILLED,
    MASTER_STOPPED,
    MASTER_FROZEN,
    MASTER_CUT_OFF,
    WORKER_CUT_OFF,
    SERVER_RESTARTED,
    SERVER_RESTARTED_EMPTY,
    SERVER_RESTARTED_OLD,
    SERVER_FLUSHED,
    SERVER_PAUSED,
    SERVER_CLOCK_JUMPED,
    SNAPSHOT_FAILED,
    BAD_WEATHER,
    CODE_IN_TROUBLE,
    SOMETHING_APPLIED
  }

  private static final List<Kind> SERVER_ONLY =
      List.of(
          Kind.SERVER_RESTARTED,
          Kind.SERVER_RESTARTED_EMPTY,
          Kind.SERVER_RESTARTED_OLD,
          Kind.SERVER_FLUSHED,
          Kind.SERVER_PAUSED);

  private final World world;
  private final Engine engine;
  private final Mix mix;
  private final List<Kind> happened = new ArrayList<>();
  private Wanted wanted;

  Faults(World world, Mix mix, Wanted wanted) {
    this.world = world;
    this.engine = world.engine;
    this.mix = mix;
    this.wanted = wanted;
  }

  List<Kind> happened() {
    return happened;
  }

  /** Plans faults between two true times; by the second all of them are over. */
  void plan(long from, long until) {
    var count = mix.fewest() + engine.random.nextInt(mix.most() - mix.fewest() + 1);
    for (var i = 0; i < count; i++) {
      var kinds = mix.serverOnly() ? SERVER_ONLY : mix.kinds();
      var kind = kinds.get(engine.random.nextInt(kinds.size()));
      // Two losses of the server at a time may well outlast a lease; one may not.
      var part = (until - from) / count;
      var at =
          mix.serverOnly()
              ? i * part + engine.random.nextLong(part / 2)
              : engine.random.nextLong(until - from);
      engine.in(
          from - engine.now() + at,
          Engine.WORLD,
          () -> {
            happened.add(kind);
            happen(kind, until);
          });
    }
  }

  /** A time from now, mostly short, now and then longer than T_dead, and never past the end. */
  private long to(long until) {
    double dead = world.failover().deadAfter().toMillis();
    var millis =
        switch (engine.random.nextInt(4)) {
          case 0 -> engine.between(20, 0.4 * dead);
          case 1 -> engine.between(0.4 * dead, dead);
          case 2 -> engine.between(dead, 1.6 * dead);
          default -> engine.between(dead, 4 * dead);
        };
    return Math.min(until, engine.now() + millis);
  }

  private SimWorker worker() {
    return world.workers.get(engine.random.nextInt(world.workers.size()));
  }

  /** Whoever leads is the better victim. */
  private SimMaster master() {
    return world.masters.stream()
        .filter(m -> m.reign().isPresent() && engine.chance(0.8))
        .findFirst()
        .orElseGet(() -> world.masters.get(engine.random.nextInt(world.masters.size())));
  }

  private void later(long until, double mostMillis, Runnable task) {
    var at = Math.min(until, engine.now() + engine.between(200, mostMillis));
    engine.in(at - engine.now(), Engine.WORLD, task);
  }

  private void happen(Kind kind, long until) {
    var worker = worker();
    switch (kind) {
      case JVM_KILLED -> worker.killJvm();
      case SHELL_KILLED -> {
        worker.killShell();
        later(until, 15_000, worker::start);
      }
      case SHELL_AND_JVM_KILLED -> {
        worker.killShell();
        worker.killJvm();
        later(until, 15_000, worker::start);
      }
      case HOST_OFF -> {
        worker.off();
        later(until, 20_000, worker::start);
      }
      case WORKER_TERMINATED -> worker.terminate();
      case JVM_FROZEN -> worker.freezeJvm(to(until));
      case HOST_FROZEN -> worker.freezeHost(to(until));
      case SHELL_FROZEN -> worker.freezeShell(to(until));
      case STATE_FOLDER_LOST -> {
        // An hour back or a few seconds; with or without a shell that remembers.
        worker.forget(engine.random.nextLong(engine.chance(0.5) ? 60_000 : 7_200_000));
        if (engine.chance(0.5)) {
          worker.off();
          later(until, 5_000, worker::start);
        } else {
          worker.killJvm();
        }
      }
      case MASTER_KILLED -> {
        var master = master();
        master.kill();
        later(until, 8_000, master::start);
      }
      case MASTER_STOPPED -> {
        var master = master();
        master.stop();
        later(until, 8_000, master::start);
      }
      case MASTER_FROZEN -> master().proc().freeze(to(until));
      case MASTER_CUT_OFF -> world.net.cut(master().host(), to(until));
      case WORKER_CUT_OFF -> world.net.cut(worker.host(), to(until));
      case SERVER_RESTARTED -> world.restartServer(engine.random.nextInt(3), outage(until));
      case SERVER_RESTARTED_EMPTY -> world.restartServer(-1, outage(until));
      case SERVER_RESTARTED_OLD ->
          world.restartServer(1 + engine.random.nextInt(35), outage(until));
      case SERVER_FLUSHED -> world.flush();
      case SERVER_PAUSED -> world.net.pause(engine.now() + outage(until));
      case SERVER_CLOCK_JUMPED -> world.shiftServerClock(engine.random.nextLong(-3_000, 20_000));
      case SNAPSHOT_FAILED -> world.snapshots.fail(to(until));
      case BAD_WEATHER -> {
        world.net.weather(
            engine.random.nextDouble() * 0.3,
            engine.random.nextDouble() * 0.3,
            engine.random.nextDouble() * 0.2);
        later(until, 8_000, () -> world.net.weather(0, 0, 0));
      }
      case CODE_IN_TROUBLE -> {
        world.trouble(true);
        later(until, 8_000, () -> world.trouble(false));
      }
      case SOMETHING_APPLIED -> apply();
    }
  }

  private long outage(long until) {
    var longest =
        mix.serverOnly()
            ? 0.24 * (world.failover().lease().toMillis() - world.failover().heartbeat().toMillis())
            : 2.0 * world.failover().deadAfter().toMillis();
    var wanted = engine.chance(0.6) ? engine.between(5, 0.3 * longest) : engine.between(5, longest);
    return Math.max(0, Math.min(until - engine.now(), wanted));
  }

  private void apply() {
    wanted =
        new Wanted(
            1 + engine.random.nextInt(6),
            engine.random.nextInt(4),
            engine.chance(0.5) ? wanted.version() + 1 : wanted.version(),
            engine.chance(0.3),
            wanted.profile());
    var next = wanted;
    world.masters.stream()
        .filter(m -> m.reign().isPresent())
        .findFirst()
        .ifPresent(
            master ->
                engine.in(
                    1,
                    master.proc(),
                    () ->
                        master
                            .reign()
                            .ifPresent(
                                reign ->
                                    reign
                                        .apply(next.json(), "h" + next.hashCode(), "operator")
                                        .onSuccess(world.checker::promised))));
  }
}
