package io.fleet.cli;

import io.fleet.automation.AutomationType;
import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.automation.TempFolder;
import io.fleet.config.Default;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.config.SpecJson;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;
import java.util.List;

/**
 * Does once what a slot usually does, so that the cache of a worker's classes has what it needs.
 *
 * @since 0.1
 */
public final class TrainingSlot extends ContinuousAutomation<TrainingSlot.Config> {
  static final String NAME = "trainee";
  private static final Topic<Item> IN = Topic.of("in", Item.class);
  private static final Topic<Item> OUT = Topic.of("out", Item.class);

  /**
   * Some of each kind.
   *
   * @param name a text
   * @param every a duration
   * @param numbers a list
   */
  public record Config(String name, @Default("1ms") Duration every, List<Integer> numbers) {}

  /**
   * A record.
   *
   * @param text a text
   * @param number a number
   */
  public record Item(String text, long number) {}

  /** Made by the worker. */
  public TrainingSlot() {}

  @Override
  public Topics topics() {
    return takes(IN).emits(OUT);
  }

  @Override
  public void setup(Run<Config> run) throws InterruptedException {
    run.lease(TempFolder.class);
    run.lease(Children.class).run(Command.of("true"));
  }

  @Override
  public Next execute(Run<Config> run) {
    var item = run.take(IN);
    run.emit(OUT, new Item(item.text() + run.config().name(), item.number() + 1));
    run.note("trained", "number", item.number());
    return Next.in(run.config().every());
  }

  /** The desired state that has it, as the leader publishes it. */
  static String fleet() {
    return FleetFile.toJson(spec());
  }

  /** What it is to run with. */
  static String config() {
    return SpecJson.write(spec().automations().values().iterator().next());
  }

  /** A lease of the longest, since the training has to give way to all else on its host. */
  private static FleetSpec spec() {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: training }
        failover: patient
        automations:
          %s:
            class: %s
            version: "%s"
            config: { name: x, numbers: [1, 2] }
        """
            .formatted(
                NAME,
                TrainingSlot.class.getName(),
                AutomationType.of(TrainingSlot.class).version().orElse("1"));
    return FleetFile.parse("training", yaml).spec().orElseThrow();
  }
}
