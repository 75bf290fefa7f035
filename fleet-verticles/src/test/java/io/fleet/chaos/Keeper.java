package io.fleet.chaos;

import io.fleet.automation.BatchAutomation;
import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.Run;
import io.fleet.automation.Source;
import io.fleet.automation.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;

/** Holds a child with a daemon and a temp folder, and writes down every item that it does. */
public final class Keeper extends BatchAutomation<Keeper.Config, Integer> {
  /**
   * How it is set up.
   *
   * @param folder of what was done
   * @param token that its processes bear
   * @param items how many there are
   */
  public record Config(Path folder, String token, int items) {}

  /** Made by Fleet. */
  public Keeper() {}

  @Override
  public Source<Integer> source(Run<Config> run) {
    return Source.of(IntStream.range(0, run.config().items()).boxed().toList());
  }

  @Override
  public void setup(Run<Config> run) throws IOException {
    Files.writeString(run.lease(TempFolder.class).path().resolve("kept"), "something");
    var token = run.config().token();
    run.lease(Children.class)
        .start(Command.of("sh", "-c", "((setsid sleep " + token + " &) &); exec sleep " + token));
  }

  @Override
  public void execute(Run<Config> run, Integer item) throws Exception {
    if (Files.notExists(run.config().folder().resolve("hurry"))) {
      Thread.sleep(40);
    }
    Files.writeString(
        run.config().folder().resolve("done-" + run.slot().index()),
        item + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
