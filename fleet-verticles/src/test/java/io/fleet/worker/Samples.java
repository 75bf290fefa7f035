package io.fleet.worker;

import io.fleet.automation.BatchAutomation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Reject;
import io.fleet.automation.Run;
import io.fleet.automation.Source;
import io.fleet.config.Default;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Small automations for tests; what they did stands in the queues. */
final class Samples {
  static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
  static final java.util.Set<Integer> SEEN = ConcurrentHashMap.newKeySet();
  static final Topic<Figure> NUMBERS = Topic.of("numbers", Figure.class);
  static final Topic<Figure> SQUARES = Topic.of("squares", Figure.class);

  private Samples() {}

  record Figure(int value) {}

  record None() {}

  record Pace(@Default("20ms") Duration every, @Default("false") boolean failSetup) {}

  static final class Ticker extends ContinuousAutomation<Pace> {
    @Override
    public void setup(Run<Pace> run) {
      if (run.config().failSetup()) {
        throw new IllegalStateException("no luck");
      }
      LOG.add(run.slot() + " setup " + run.slot().generation());
    }

    @Override
    public Next execute(Run<Pace> run) {
      LOG.add(run.slot() + " execute " + run.slot().generation());
      return Next.in(run.config().every());
    }

    @Override
    public void teardown(Run<Pace> run) {
      LOG.add(run.slot() + " teardown " + run.slot().generation());
    }
  }

  /** Never waits for anything. */
  static final class Restless extends ContinuousAutomation<None> {
    @Override
    public Next execute(Run<None> run) {
      SEEN.add(run.slot().index());
      return Next.now();
    }
  }

  /** Emits 0..99 once, then rests. */
  static final class Counter extends ContinuousAutomation<None> {
    private int next;

    @Override
    public Topics topics() {
      return emits(NUMBERS);
    }

    @Override
    public Next execute(Run<None> run) {
      if (next >= 100) {
        return Next.in(Duration.ofHours(1));
      }
      run.emit(NUMBERS, new Figure(next++));
      return Next.now();
    }
  }

  /** Squares; refuses 13 as the item's fault; fails on 7 for ever. */
  static final class Squarer extends ContinuousAutomation<None> {
    @Override
    public Topics topics() {
      return takes(NUMBERS).emits(SQUARES);
    }

    @Override
    public Next execute(Run<None> run) {
      var n = run.take(NUMBERS).value();
      if (n == 13) {
        throw Reject.because("unlucky");
      }
      if (n == 7) {
        LOG.add("seven");
        throw new IllegalStateException("seven again");
      }
      run.emit(SQUARES, new Figure(n * n));
      return Next.now();
    }
  }

  static final class Collector extends ContinuousAutomation<None> {
    @Override
    public Topics topics() {
      return takes(SQUARES);
    }

    @Override
    public Next execute(Run<None> run) {
      SEEN.add(run.take(SQUARES).value());
      return Next.now();
    }
  }

  static final class Items extends BatchAutomation<None, Integer> {
    @Override
    public Source<Integer> source(Run<None> run) {
      return Source.of(IntStream.range(0, 250).boxed().toList());
    }

    @Override
    public void execute(Run<None> run, Integer item) {
      LOG.add("item " + item);
    }
  }

  /** Ticks every 10 ms. */
  static final class Beat extends ContinuousAutomation<None> {
    static final LongAdder TICKS = new LongAdder();

    @Override
    public Next execute(Run<None> run) {
      TICKS.increment();
      return Next.in(Duration.ofMillis(10));
    }
  }

  /** Passes 0..249 on. */
  static final class Passing extends BatchAutomation<None, Integer> {
    @Override
    public Topics topics() {
      return emits(SQUARES);
    }

    @Override
    public Source<Integer> source(Run<None> run) {
      return Source.of(IntStream.range(0, 250).boxed().toList());
    }

    @Override
    public void execute(Run<None> run, Integer item) {
      run.emit(SQUARES, new Figure(item));
    }
  }

  /** Passes 0..19 on; its process does not survive item 3. */
  static final class Fragile extends BatchAutomation<None, Integer> {
    @Override
    public Topics topics() {
      return emits(SQUARES);
    }

    @Override
    public Source<Integer> source(Run<None> run) {
      return Source.of(IntStream.range(0, 20).boxed().toList());
    }

    @Override
    public void execute(Run<None> run, Integer item) {
      if (item == 3) {
        Runtime.getRuntime().halt(9);
      }
      run.emit(SQUARES, new Figure(item));
    }
  }

  /** Ignores the interrupt for a while. */
  static final class Hog extends ContinuousAutomation<None> {
    static volatile boolean free;

    @Override
    public Next execute(Run<None> run) {
      LOG.add("hog begins");
      while (!free) {
        Thread.onSpinWait();
      }
      return Next.now();
    }
  }

  static List<String> log() {
    return List.copyOf(LOG);
  }
}
