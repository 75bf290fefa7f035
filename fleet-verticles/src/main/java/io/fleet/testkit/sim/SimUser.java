package io.fleet.testkit.sim;

import io.fleet.loop.Loop;
import io.fleet.protocol.AutomationStats;
import io.fleet.slot.Fence;
import io.fleet.slot.Generation;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.store.WorkerStore;
import io.fleet.worker.Ending;
import io.fleet.worker.Hosting;
import io.fleet.worker.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * User code on one simulated worker: it starts, works, emits, fails, hangs, and takes its time to
 * stop.
 */
final class SimUser implements Hosting {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private static final class Tenant {
    private final Life life;
    private final boolean stubborn;
    private boolean stopping;

    Tenant(Life life, boolean stubborn) {
      this.life = life;
      this.stubborn = stubborn;
    }
  }

  private final World world;
  private final Loop loop;
  private final Proc jvm;
  private final Proc children;
  private final String worker;
  private final long boot;
  private final Lease lease;
  private final WorkerStore store;
  private final BooleanSupplier trouble;
  private final Listener listener;
  private final Map<String, Tenant> tenants = new TreeMap<>();
  private boolean quiet;

  SimUser(
      World world,
      Loop loop,
      Proc jvm,
      Proc children,
      String worker,
      long boot,
      Lease lease,
      WorkerStore store,
      BooleanSupplier trouble,
      Listener listener) {
    this.world = world;
    this.loop = loop;
    this.jvm = jvm;
    this.children = children;
    this.worker = worker;
    this.boot = boot;
    this.lease = lease;
    this.store = store;
    this.trouble = trouble;
    this.listener = listener;
  }

  @Override
  public void take(String slot, long gen, String cfg) {
    store
        .config(cfg)
        .onComplete(
            read -> {
              if (read.failed() || read.result().isEmpty()) {
                listener.phase(slot, gen, new Ending(Phase.FAILED, "no config", false));
              } else if (quiet || !lease.valid()) {
                listener.phase(slot, gen, new Ending(Phase.DONE, "stopped", false));
              } else {
                begin(slot, gen);
              }
            });
  }

  private void begin(String slot, long gen) {
    var life =
        world.checker.started(SlotId.of(slot), new Generation(gen), worker, boot, jvm, children);
    world.children(life);
    var tenant = new Tenant(life, trouble.getAsBoolean() && world.engine.chance(0.08));
    tenants.put(slot, tenant);
    var setup = world.engine.between(1, 400);
    world.engine.in(setup, jvm, () -> setUp(slot, gen, tenant));
    world.engine.in(setup / 2, jvm, () -> emit(slot, gen, tenant));
  }

  private void setUp(String slot, long gen, Tenant tenant) {
    if (tenants.get(slot) != tenant || tenant.stopping) {
      return;
    }
    if (trouble.getAsBoolean() && world.engine.chance(0.1)) {
      end(slot, gen, tenant, new Ending(Phase.FAILED, "as the seed says", false));
      return;
    }
    listener.phase(slot, gen, new Ending(Phase.RUNNING, "", false));
    if (trouble.getAsBoolean() && world.engine.chance(0.05)) {
      world.engine.in(
          world.engine.between(100, 20_000),
          jvm,
          () -> end(slot, gen, tenant, new Ending(Phase.FAILED, "later, as the seed says", false)));
    }
  }

  private void emit(String slot, long gen, Tenant tenant) {
    if (tenants.get(slot) != tenant || !tenant.life.code()) {
      return;
    }
    if (lease.valid()) {
      // Between this look and the sending a process may be stopped for as long as anybody likes.
      world.engine.in(
          world.engine.between(0, 1),
          jvm,
          () -> world.emit(tenant.life, new Fence(slot, gen, worker, boot), jvm));
    }
    world.engine.in(world.engine.between(300, 1_500), jvm, () -> emit(slot, gen, tenant));
  }

  @Override
  public void stop(String slot, long gen, Duration atMost) {
    var tenant = tenants.get(slot);
    if (tenant != null && tenant.life.gen().value() == gen) {
      stop(slot, gen, tenant, atMost.compareTo(DRAIN) < 0 ? atMost : DRAIN);
    }
  }

  private void stop(String slot, long gen, Tenant tenant, Duration atMost) {
    var first = !tenant.stopping;
    tenant.stopping = true;
    if (first) {
      loop.run(
          () -> {
            if (tenants.get(slot) == tenant) {
              listener.phase(slot, gen, new Ending(Phase.STOPPING, "", false));
            }
          });
    }
    if (tenant.stubborn) {
      // The ladder: interrupted at the deadline and a second later, then given up.
      loop.after(
          atMost.plusSeconds(2),
          () -> {
            if (tenants.get(slot) == tenant) {
              listener.phase(slot, gen, new Ending(Phase.STUCK, "", false));
            }
          });
      return;
    }
    var longest = atMost.toMillis() + 0.5 * world.failover().stopGrace().toMillis();
    world.engine.in(
        world.engine.between(1, longest),
        jvm,
        () -> end(slot, gen, tenant, new Ending(Phase.DONE, "stopped", false)));
  }

  private void end(String slot, long gen, Tenant tenant, Ending said) {
    if (tenants.remove(slot, tenant)) {
      world.checker.ended(tenant.life);
      tenant.life.childEnds();
      listener.phase(slot, gen, said);
    }
  }

  @Override
  public void quiet(Duration atMost) {
    quiet = true;
    var limit = atMost.compareTo(DRAIN) < 0 ? atMost : DRAIN;
    new TreeMap<>(tenants)
        .forEach((slot, tenant) -> stop(slot, tenant.life.gen().value(), tenant, limit));
  }

  @Override
  public boolean isEmpty() {
    return tenants.isEmpty();
  }

  @Override
  public void check(long now) {}

  @Override
  public Map<String, AutomationStats> stats() {
    return Map.of();
  }
}
