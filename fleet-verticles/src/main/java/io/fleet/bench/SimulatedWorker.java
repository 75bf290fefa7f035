package io.fleet.bench;

import io.fleet.config.FleetSpec;
import io.fleet.loop.Loop;
import io.fleet.protocol.AutomationStats;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.slot.Phase;
import io.fleet.store.RedisWorkerStore;
import io.fleet.worker.Boot;
import io.fleet.worker.DesiredView;
import io.fleet.worker.Ending;
import io.fleet.worker.Hosting;
import io.fleet.worker.Lease;
import io.fleet.worker.Self;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A worker whose slots start and stop at once and do nothing. Belongs to its loop. */
final class SimulatedWorker implements Self, Boot.Owner {
  private final String name;
  private final int capacity;
  private @Nullable RedisSignals signals;
  private @Nullable Boot boot;

  SimulatedWorker(String name, int capacity) {
    this.name = name;
    this.capacity = capacity;
  }

  void start(Loop loop, RedisLink link, Keys keys, RedisSignals nudges, int number) {
    signals = nudges;
    var store = new RedisWorkerStore(link, keys);
    var begun =
        new Boot(
            loop,
            this,
            ((loop.millis() / 1_000) << 20) + number,
            store,
            new Lease(loop::nanos),
            new DesiredView(store),
            listener -> new Obedient(loop, listener),
            this);
    boot = begun;
    begun.start();
  }

  void nudge() {
    if (boot != null) {
      boot.nudge();
    }
  }

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
        "host-" + name,
        1,
        capacity,
        Map.of(),
        List.of(StoreBench.CLASS),
        slots,
        leaving,
        stats,
        0);
  }

  @Override
  public Runnable watch(Boot watched) {
    return () -> {};
  }

  @Override
  public void over(Boot ended, long floor) {
    throw new IllegalStateException("worker " + name + " lost its lease: the host is too slow");
  }

  @Override
  public void stuck(Boot with) {}

  @Override
  public void pulse(long endNanos) {}

  @Override
  public void answered() {}

  @Override
  public void reported() {
    if (signals != null) {
      signals.master();
    }
  }

  @Override
  public void adopted() {}

  /** Runs whatever it takes at once, and stops it at once. */
  private static final class Obedient implements Hosting {
    private final Loop loop;
    private final Listener listener;
    private final Set<String> running = new HashSet<>();

    Obedient(Loop loop, Listener listener) {
      this.loop = loop;
      this.listener = listener;
    }

    @Override
    public void take(String slot, long gen, String cfg) {
      running.add(slot + gen);
      loop.run(() -> listener.phase(slot, gen, new Ending(Phase.RUNNING, "", false)));
    }

    @Override
    public void stop(String slot, long gen, Duration atMost) {
      if (running.remove(slot + gen)) {
        loop.run(() -> listener.phase(slot, gen, new Ending(Phase.DONE, "stopped", false)));
      }
    }

    @Override
    public void quiet(Duration atMost) {}

    @Override
    public boolean isEmpty() {
      return running.isEmpty();
    }

    @Override
    public void check(long now) {}

    @Override
    public Map<String, AutomationStats> stats() {
      return Map.of();
    }
  }
}
