package io.fleet.testkit.sim;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time: one queue of events, in order of time and then of their making. */
final class Engine {
  /** Something that will happen, unless it is cancelled or its process is dead by then. */
  private static final class Event implements Comparable<Event> {
    private long time;
    private final long order;
    private final Proc proc;
    private final Runnable task;

    Event(long time, long order, Proc proc, Runnable task) {
      this.time = time;
      this.order = order;
      this.proc = proc;
      this.task = task;
    }

    @Override
    public int compareTo(Event other) {
      var byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** The world itself: never dead, never frozen. */
  static final Proc WORLD = new Proc("world", new Host("world", 1, 0));

  final SplittableRandom random;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long now;
  private long order;
  private double slowDisks;
  private long done;

  Engine(long seed) {
    random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  /** How many events have happened. */
  long done() {
    return done;
  }

  /** Lets something happen in a process after so many nanoseconds of true time. */
  void in(long delayNanos, Proc proc, Runnable task) {
    queue.add(new Event(now + Math.max(0, delayNanos), order++, proc, task));
  }

  void in(Duration delay, Proc proc, Runnable task) {
    in(delay.toNanos(), proc, task);
  }

  /** Goes on until this moment, or until {@code enough} says so. */
  void run(long untilNanos, java.util.function.BooleanSupplier enough) {
    while (!queue.isEmpty() && queue.peek().time <= untilNanos && !enough.getAsBoolean()) {
      var event = queue.poll();
      if (event == null) {
        return;
      }
      now = event.time;
      if (!event.proc.alive()) {
        continue;
      }
      if (event.proc.frozenUntil() > now) {
        // A stopped process does everything that was due when it goes on, in the same order.
        event.time = event.proc.frozenUntil();
        queue.add(event);
        continue;
      }
      done++;
      event.task.run();
    }
    if (!enough.getAsBoolean()) {
      now = Math.max(now, untilNanos);
    }
  }

  /** How often a disk takes seconds. */
  double slowDisks() {
    return slowDisks;
  }

  void slowDisks(double probability) {
    slowDisks = probability;
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Nanoseconds between two bounds in milliseconds. */
  long between(double fromMillis, double toMillis) {
    return (long) ((fromMillis + random.nextDouble() * (toMillis - fromMillis)) * 1_000_000);
  }
}
