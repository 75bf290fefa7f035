package io.fleet.testkit.sim;

import io.fleet.master.MasterCore;
import io.fleet.master.MasterMeters;
import io.fleet.master.Reign;
import io.fleet.master.Signals;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A master that is killed, stopped and started again. */
final class SimMaster {
  private final World world;
  private final String name;
  private final Host host;
  private Proc proc;
  private @Nullable MasterCore core;
  private int campaigns;

  SimMaster(World world, String name, Host host) {
    this.world = world;
    this.name = name;
    this.host = host;
    this.proc = new Proc(name, host);
    proc.kill();
  }

  Host host() {
    return host;
  }

  Proc proc() {
    return proc;
  }

  boolean up() {
    return proc.alive();
  }

  void start() {
    if (proc.alive()) {
      return;
    }
    var fresh = new Proc(name, host);
    proc = fresh;
    var loop = new SimLoop(world.engine, fresh);
    var store = world.store(loop, fresh);
    var made =
        new MasterCore(
            loop,
            store,
            store,
            world.tweaks.snapshot().apply(name, world.snapshots.open()),
            () -> name + "-" + ++campaigns,
            new NetSignals(fresh),
            new Unmeasured());
    core = made;
    world.engine.in(world.engine.between(1, 300), fresh, made::start);
  }

  /** SIGTERM: it gives the lease back and ends. */
  void stop() {
    var present = core;
    var ending = proc;
    if (present != null && ending.alive()) {
      world.engine.in(1, ending, present::stop);
      world.engine.in(
          100_000_000,
          Engine.WORLD,
          () -> {
            ending.kill();
            world.deaf(ending);
          });
    }
  }

  void kill() {
    proc.kill();
    world.deaf(proc);
  }

  Optional<Reign> reign() {
    return core == null || !proc.alive() ? Optional.empty() : core.reign();
  }

  private final class NetSignals implements Signals {
    private final Proc from;

    NetSignals(Proc from) {
      this.from = from;
    }

    @Override
    public void worker(String worker) {
      world.nudgeWorker(worker);
    }

    @Override
    public void view() {}

    @Override
    public Runnable listen(Reign reign) {
      world.hears(from, reign::nudge);
      return () -> world.deaf(from);
    }
  }

  private static final class Unmeasured implements MasterMeters {
    @Override
    public void passed(long tookNanos) {}

    @Override
    public void leads(boolean leads, long epoch) {}

    @Override
    public void fenced() {}
  }
}
