package io.fleet.testkit.sim;

import io.fleet.config.Failover;
import io.fleet.slot.Fence;
import io.fleet.store.MemoryImage;
import io.fleet.store.MemoryStore;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Masters, workers, the server and what joins them. */
final class World {
  private static final int IMAGES = 40;

  final Engine engine;
  final SimNet net;
  final Checker checker;
  final SimSnapshots snapshots;
  final Tweaks tweaks;
  final List<SimMaster> masters = new ArrayList<>();
  final List<SimWorker> workers = new ArrayList<>();
  private final MemoryStore memory;
  private final Failover failover;
  private final Map<Proc, Runnable> leaders = new LinkedHashMap<>();
  private final Deque<MemoryImage> images = new ArrayDeque<>();
  private long serverShiftMillis;
  private int runs = 1;
  private boolean trouble;
  private boolean everStuck;

  World(long seed, Failover failover, Tweaks tweaks) {
    this.engine = new Engine(seed);
    this.failover = failover;
    this.tweaks = tweaks;
    net = new SimNet(engine);
    checker = new Checker(engine, failover);
    snapshots = new SimSnapshots(engine);
    memory = new MemoryStore("run-1", () -> engine.now() / 1_000_000 + serverShiftMillis);
    for (var i = 1; i <= 2; i++) {
      masters.add(new SimMaster(this, "m-" + i, host("m-" + i)));
    }
    for (var i = 1; i <= 3; i++) {
      workers.add(new SimWorker(this, "w-" + i, 4, host("w-" + i)));
    }
  }

  private Host host(String name) {
    // Within what NTP allows a clock to be slewed by, and a hundred times more.
    var rate = 1 + (engine.random.nextDouble() - 0.5) * 0.01;
    return new Host(name, rate, 1_000_000_000L * engine.random.nextInt(1, 1_000_000));
  }

  Failover failover() {
    return failover;
  }

  /** Begins: all parts start, and an image of the server is kept each second. */
  void start() {
    masters.forEach(SimMaster::start);
    workers.forEach(SimWorker::start);
    keepImages();
  }

  private void keepImages() {
    images.addLast(memory.image());
    if (images.size() > IMAGES) {
      images.removeFirst();
    }
    engine.in(1_000_000_000L, Engine.WORLD, this::keepImages);
  }

  SimStore store(SimLoop loop, Proc proc) {
    return new SimStore(
        net,
        loop,
        proc,
        tweaks.leader().apply(new CheckedLeader(memory, checker), memory),
        tweaks.reader().apply(memory, memory),
        memory);
  }

  MemoryStore memory() {
    return memory;
  }

  // The server's accidents.

  void flush() {
    memory.flush();
  }

  /** The server restarts with what it had so many seconds ago; below 0 it restarts empty. */
  void restartServer(int secondsAgo, long downNanos) {
    var held = new ArrayList<>(images);
    MemoryImage image;
    if (secondsAgo < 0) {
      image = MemoryImage.empty();
    } else if (secondsAgo == 0) {
      image = memory.image();
    } else {
      image = held.get(Math.max(0, held.size() - secondsAgo));
    }
    net.down(engine.now() + downNanos);
    memory.restart("run-" + ++runs, image);
  }

  void shiftServerClock(long millis) {
    serverShiftMillis += millis;
  }

  // Messages.

  void hears(Proc leader, Runnable nudge) {
    leaders.put(leader, nudge);
  }

  void deaf(Proc leader) {
    leaders.remove(leader);
  }

  void nudgeLeaders() {
    new ArrayList<>(leaders.entrySet()).forEach(e -> net.tell(e.getKey(), e.getValue()));
  }

  void nudgeWorker(String name) {
    workers.stream().filter(worker -> worker.name().equals(name)).forEach(SimWorker::nudge);
  }

  Future<Void> certified(String worker, long boot) {
    memory.certify(worker, boot);
    return Future.succeededFuture();
  }

  void emit(Life life, Fence fence, Proc from) {
    net.send(
        from,
        () -> {
          if (memory.fence(fence).equals("OK")) {
            checker.accepted(life);
          }
        });
  }

  void children(Life life) {
    workers.stream()
        .filter(worker -> worker.name().equals(life.worker()))
        .forEach(worker -> worker.leaves(life));
  }

  // User code.

  void trouble(boolean on) {
    trouble = on;
    everStuck |= on;
  }

  boolean trouble() {
    return trouble;
  }

  boolean everStuck() {
    return everStuck;
  }
}
