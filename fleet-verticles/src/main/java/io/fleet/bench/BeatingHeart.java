package io.fleet.bench;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What the healing bench runs: it writes down when a generation begins and when it ends.
 *
 * @since 0.1
 */
public final class BeatingHeart extends ContinuousAutomation<BeatingHeart.Config> {
  /**
   * Its config.
   *
   * @param log where the lines go: {@code begin|end slot millis}
   * @since 0.1
   */
  public record Config(String log) {}

  /** Made by the worker. */
  public BeatingHeart() {}

  @Override
  public void setup(Run<Config> run) throws IOException {
    write(run, "begin");
  }

  @Override
  public Next execute(Run<Config> run) {
    return Next.in(Duration.ofSeconds(1));
  }

  @Override
  public void teardown(Run<Config> run) throws IOException {
    write(run, "end");
  }

  /** One write call of a short line at the end of a file is not torn by another's. */
  private static void write(Run<Config> run, String word) throws IOException {
    var line = word + " " + run.slot() + " " + run.clock().millis() + "\n";
    Files.write(
        Path.of(run.config().log()),
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
