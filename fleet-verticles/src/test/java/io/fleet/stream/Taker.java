package io.fleet.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes from an inlet as a slot's thread does: polls, and waits for the bell. */
final class Taker {
  private static final Duration LONG = Duration.ofSeconds(15);

  final Inlet<Line> inlet;
  private final Semaphore bell = new Semaphore(0);

  Taker(Inlet<Line> inlet) {
    this.inlet = inlet;
    inlet.onReady(bell::release);
    inlet.start();
  }

  Optional<Delivery<Line>> take(Duration patience) {
    return take(1, patience).stream().findFirst();
  }

  /** At least one. */
  List<Delivery<Line>> some(int most) {
    var taken = take(most, LONG);
    if (taken.isEmpty()) {
      throw new AssertionError("nothing came within " + LONG);
    }
    return taken;
  }

  private List<Delivery<Line>> take(int most, Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    for (; ; ) {
      var taken = inlet.poll(most);
      var left = end - System.nanoTime();
      if (!taken.isEmpty() || left <= 0) {
        return taken;
      }
      try {
        if (bell.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  Delivery<Line> take() {
    return take(LONG).orElseThrow(() -> new AssertionError("nothing came within " + LONG));
  }

  List<Delivery<Line>> take(int count) {
    var taken = new ArrayList<Delivery<Line>>();
    while (taken.size() < count) {
      taken.add(take());
    }
    return taken;
  }

  /** Takes and acknowledges so many, one by one; their numbers. */
  List<Long> work(int count) {
    var seen = new ArrayList<Long>();
    while (seen.size() < count) {
      var next = take();
      seen.add(next.value().n());
      complete(next, seen.size() < count);
    }
    return seen;
  }

  void complete(Delivery<Line> one, boolean goOn) {
    Rig.get(inlet.complete(List.of(one), goOn));
  }

  void stop() {
    Rig.get(inlet.stop());
  }
}
