package io.fleet.cli;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;

/** Emits 0, 1, 2 and so on, as load for what is rolled; on the class path of every worker here. */
public final class Numbers extends ContinuousAutomation<Numbers.Config> {
  public static final Topic<Figure> NUMBERS = Topic.of("numbers", Figure.class);
  public static final Topic<Relayed> RELAYED = Topic.of("relayed", Relayed.class);

  public record Config(Duration every) {}

  public record Figure(long n) {}

  /** A number that was relayed, with the version that did it. */
  public record Relayed(long n, String version) {}

  private long next;

  @Override
  public Topics topics() {
    return emits(NUMBERS);
  }

  @Override
  public Next execute(Run<Config> run) {
    run.emit(NUMBERS, new Figure(next++));
    return Next.in(run.config().every());
  }
}
