package io.fleet.testkit.sim;

import io.fleet.config.FleetSpec;
import io.fleet.process.BootNumber;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.testkit.sim.Tweaks.Wrong;
import io.fleet.worker.Boot;
import io.fleet.worker.DesiredView;
import io.fleet.worker.Lease;
import io.fleet.worker.Self;
import io.fleet.worker.Watch;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker's host: the shell, its JVM, what user code left running, and the state folder. The boot
 * in the JVM is the real one; shell and operating system are simulated.
 */
final class SimWorker {
  private static final Duration LONGEST_RESTART = Duration.ofSeconds(3);

  private final World world;
  private final String name;
  private final int capacity;
  private final Host host;
  private final Proc children;
  private final List<Life> tree = new ArrayList<>();
  private Proc shell;
  private Proc jvm;
  private @Nullable Boot boot;
  private long bootFile;
  private long wallShiftMillis;
  private long told;
  private long lastPulse;
  private long leaseEnds;
  private boolean leased;
  private Duration restart = Duration.ofMillis(100);

  SimWorker(World world, String name, int capacity, Host host) {
    this.world = world;
    this.name = name;
    this.capacity = capacity;
    this.host = host;
    children = new Proc(name + "-children", host);
    shell = new Proc(name + "-shell", host);
    shell.kill();
    jvm = new Proc(name + "-jvm", host);
    jvm.kill();
  }

  String name() {
    return name;
  }

  Host host() {
    return host;
  }

  boolean up() {
    return shell.alive();
  }

  long boot() {
    return boot == null || !jvm.alive() ? 0 : boot.number();
  }

  /** The supervisor of the host starts the shell, which cleans up before anything else. */
  void start() {
    if (shell.alive()) {
      return;
    }
    shell = new Proc(name + "-shell", host);
    if (!world.tweaks.has(Wrong.NO_CLEANUP_BEFORE_REGISTERING)) {
      jvm.kill();
      tree.forEach(Life::childEnds);
      tree.clear();
    }
    restart = Duration.ofMillis(100);
    // What the former shell was told died with it.
    told = 0;
    startJvm();
    shellLooks(shell);
  }

  /** SIGKILL of the JVM, or its exit. */
  void killJvm() {
    if (!jvm.alive()) {
      return;
    }
    jvm.kill();
    var dead = boot == null ? 0 : told;
    boot = null;
    var orphans = List.copyOf(tree);
    // The guard hears the end of its pipe, shell or not.
    for (var life : orphans) {
      world.engine.in(
          world.engine.between(1, world.failover().stopGrace().toMillis() * 0.9),
          children,
          life::childEnds);
    }
    world.engine.in(world.engine.between(1, 30), shell, () -> reap(shell, dead, orphans));
  }

  void killShell() {
    shell.kill();
    var orphan = boot;
    if (orphan != null && jvm.alive()) {
      // Its pipe to the shell ended: it drains and exits.
      world.engine.in(world.engine.between(1, 50), jvm, () -> leave(orphan));
    }
  }

  /** Power off. */
  void off() {
    shell.kill();
    jvm.kill();
    boot = null;
    tree.forEach(Life::childEnds);
    tree.clear();
  }

  /** SIGTERM. */
  void terminate() {
    var present = boot;
    if (present != null && jvm.alive()) {
      world.engine.in(1, jvm, () -> leave(present));
    }
  }

  private void leave(Boot which) {
    which.leave(Duration.ofSeconds(2), true).onComplete(left -> killJvm());
  }

  void freezeJvm(long until) {
    freeze(jvm, until);
  }

  void freezeShell(long until) {
    freeze(shell, until);
  }

  void freezeHost(long until) {
    freeze(jvm, until);
    freeze(shell, until);
    freeze(children, until);
  }

  private void freeze(Proc proc, long until) {
    if (proc.alive()) {
      if (leased && host.nanos(until) - leaseEnds >= 0) {
        proc.freezePastLease(until);
      } else {
        proc.freeze(until);
      }
      world.engine.in(until - world.engine.now(), Engine.WORLD, world.checker::thawed);
    }
  }

  /** The state folder is lost, and the clock stands back. */
  void forget(long clockBackMillis) {
    bootFile = 0;
    wallShiftMillis = -clockBackMillis;
  }

  void nudge() {
    var present = boot;
    if (present != null) {
      world.net.tell(jvm, present::nudge);
    }
  }

  void leaves(Life life) {
    tree.removeIf(Life::over);
    tree.add(life);
  }

  // The shell.

  private void shellLooks(Proc me) {
    world.engine.in(
        host.trueTime(world.failover().watchdog().toNanos()),
        me,
        () -> {
          var silent = world.engine.now() - lastPulse > 1_000_000_000;
          if (jvm.alive() && boot != null && leased && silent && over()) {
            killJvm();
          }
          shellLooks(me);
        });
  }

  private boolean over() {
    return host.nanos(world.engine.now()) - leaseEnds >= 0;
  }

  private void reap(Proc me, long dead, List<Life> orphans) {
    if (world.tweaks.has(Wrong.CERTIFICATE_BEFORE_THE_TREE_IS_GONE) && dead > 0) {
      certify(me, dead);
    }
    world.engine.in(
        world.engine.between(1, 200),
        me,
        () -> {
          if (!world.tweaks.has(Wrong.CERTIFICATE_BEFORE_THE_TREE_IS_GONE)) {
            orphans.forEach(Life::childEnds);
            if (dead > 0) {
              certify(me, dead);
            }
          }
          world.engine.in(
              restart,
              me,
              () -> {
                if (!jvm.alive()) {
                  restart = restart.multipliedBy(2);
                  if (restart.compareTo(LONGEST_RESTART) > 0) {
                    restart = LONGEST_RESTART;
                  }
                  startJvm();
                }
              });
        });
  }

  private void certify(Proc me, long dead) {
    var loop = new SimLoop(world.engine, me);
    world
        .net
        .ask(loop, me, () -> world.certified(name, valueOf(dead)))
        .onSuccess(written -> world.nudgeLeaders())
        .onFailure(
            e -> {
              if (told <= dead || world.tweaks.has(Wrong.CERTIFICATE_OF_THE_PRESENT_BOOT)) {
                loop.after(Duration.ofMillis(500), () -> certify(me, dead));
              }
            });
  }

  private long valueOf(long dead) {
    return world.tweaks.has(Wrong.CERTIFICATE_OF_THE_PRESENT_BOOT) ? told : dead;
  }

  // The JVM.

  private void startJvm() {
    var fresh = new Proc(name + "-jvm", host);
    jvm = fresh;
    leased = false;
    var loop = new SimLoop(world.engine, fresh);
    loop.shiftWall(wallShiftMillis);
    world.engine.in(world.engine.between(150, 1_200), fresh, () -> register(loop, fresh, 0));
  }

  /** Ends what earlier boots left, takes a number, and begins. */
  private void register(SimLoop loop, Proc me, long floor) {
    if (!world.tweaks.has(Wrong.NO_CLEANUP_BEFORE_REGISTERING)) {
      tree.stream().filter(life -> !life.jvm().alive()).forEach(Life::childEnds);
    }
    loop.blocking(
            () -> {
              bootFile = next(loop, floor);
              told = bootFile;
              return bootFile;
            })
        .onSuccess(number -> begin(loop, me, number));
  }

  private long next(SimLoop loop, long floor) {
    var random = world.engine.random;
    var seconds = loop.millis() / 1_000;
    if (world.tweaks.has(Wrong.UNORDERED_BOOTS)) {
      return 1 + (random.nextLong() >>> 12);
    }
    if (world.tweaks.has(Wrong.BOOT_BY_WALL_CLOCK_ONLY)) {
      return seconds << BootNumber.RANDOM_BITS;
    }
    if (world.tweaks.has(Wrong.BOOT_WITHOUT_RANDOM_BITS)) {
      return BootNumber.after(bootFile, seconds, Math.max(floor, told), random)
          >> BootNumber.RANDOM_BITS
          << BootNumber.RANDOM_BITS;
    }
    return BootNumber.after(bootFile, seconds, Math.max(floor, told), random);
  }

  private void begin(SimLoop loop, Proc me, long number) {
    var store = world.tweaks.worker().apply(world.store(loop, me));
    var lease = new Lease(loop::nanos);
    var fresh =
        new Boot(
            loop,
            new Named(),
            number,
            store,
            lease,
            new DesiredView(store),
            listener ->
                new SimUser(
                    world,
                    loop,
                    me,
                    children,
                    name,
                    number,
                    lease,
                    store,
                    world::trouble,
                    listener),
            new Owner(loop, me, lease));
    boot = fresh;
    leased = false;
    deadMan(me, number);
    fresh.start();
  }

  /** Children end themselves when the lease that they were told of is over. */
  private void deadMan(Proc me, long number) {
    world.engine.in(
        host.trueTime(world.failover().watchdog().toNanos()),
        children,
        () -> {
          if (!me.alive() || told != number) {
            return;
          }
          if (leased && over()) {
            for (var life : tree) {
              world.engine.in(
                  world.engine.between(1, world.failover().stopGrace().toMillis() * 0.9),
                  children,
                  life::childEnds);
            }
            return;
          }
          deadMan(me, number);
        });
  }

  private final class Named implements Self {
    @Override
    public String name() {
      return name;
    }

    @Override
    public Future<Boolean> learn(FleetSpec desired) {
      return Future.succeededFuture(false);
    }

    @Override
    public Report report(
        List<SlotReport> slots, boolean leaving, Map<String, AutomationStats> stats) {
      return new Report(
          Report.VERSION,
          name,
          host.name(),
          1,
          capacity,
          Map.of(),
          List.of(),
          slots,
          leaving,
          stats,
          0);
    }
  }

  private final class Owner implements Boot.Owner {
    private final SimLoop loop;
    private final Proc me;
    private final Lease lease;

    Owner(SimLoop loop, Proc me, Lease lease) {
      this.loop = loop;
      this.me = me;
      this.lease = lease;
    }

    @Override
    public Runnable watch(Boot which) {
      var halt =
          world.tweaks.has(Wrong.NO_HALT)
              ? Optional.<Runnable>empty()
              : Optional.<Runnable>of(SimWorker.this::killJvm);
      var watch = new Watch(lease, which, loop::nanos, halt);
      var on = new boolean[] {true};
      look(watch, on);
      return () -> on[0] = false;
    }

    private void look(Watch watch, boolean[] on) {
      if (!on[0]) {
        return;
      }
      watch
          .look()
          .ifPresent(
              next ->
                  world.engine.in(
                      host.trueTime(next.toNanos()) + world.engine.between(0, 1),
                      me,
                      () -> look(watch, on)));
    }

    @Override
    public void over(Boot which, long floor) {
      register(loop, me, floor);
    }

    @Override
    public void stuck(Boot which) {
      which.leave(Duration.ofSeconds(2), true).onComplete(left -> killJvm());
    }

    @Override
    public void pulse(long endNanos) {
      lastPulse = world.engine.now();
      if (endNanos != Long.MIN_VALUE) {
        leased = true;
        leaseEnds = endNanos;
      }
    }

    @Override
    public void answered() {}

    @Override
    public void reported() {
      world.nudgeLeaders();
    }

    @Override
    public void adopted() {}
  }
}
