package io.fleet.chaos;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A witness that misbehaves when the file {@code mischief/INDEX} of its folder says how: {@code
 * throw}, {@code hang-setup}, {@code hang}, {@code ignore}, {@code exit}, {@code fork}, {@code
 * fork-bare}. What can happen only once takes the file away first.
 */
public final class Mischief extends ContinuousAutomation<Pace> {
  private @Nullable Testimony testimony;

  /** Made by Fleet. */
  public Mischief() {}

  @Override
  public void setup(Run<Pace> run) throws Exception {
    testimony = new Testimony(run.slot(), run.config().folder());
    testimony.start();
    if (word(run).equals("hang-setup")) {
      Files.deleteIfExists(order(run));
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Override
  public Next execute(Run<Pace> run) throws Exception {
    if (testimony != null) {
      testimony.alive();
    }
    switch (word(run)) {
      case "throw" -> throw new IllegalStateException("mischief");
      case "hang" -> {
        Files.deleteIfExists(order(run));
        Thread.sleep(Long.MAX_VALUE);
      }
      case "ignore" -> {
        Files.deleteIfExists(order(run));
        ignore();
      }
      case "exit" -> {
        Files.deleteIfExists(order(run));
        System.exit(3);
      }
      case "fork" -> fork(run, List.of("setsid"));
      case "fork-bare" -> fork(run, List.of("setsid", "env", "-i"));
      default -> {
        // Behaves.
      }
    }
    return Next.in(run.config().every());
  }

  @Override
  public void teardown(Run<Pace> run) {
    if (testimony != null) {
      testimony.end();
    }
  }

  /** Speaks on, so that its life is seen, and hears no interrupt. */
  private void ignore() {
    while (true) {
      LockSupport.parkNanos(100_000_000);
      Thread.interrupted();
      if (testimony != null) {
        testimony.say("alive");
      }
    }
  }

  /** Forked twice, in a session of its own. */
  private static void fork(Run<Pace> run, List<String> prefix) throws Exception {
    Files.deleteIfExists(order(run));
    var command = new java.util.ArrayList<>(prefix);
    command.addAll(
        List.of(
            "sh",
            "-c",
            "sh -c 'while :; do sleep 1; done' chaos-daemon-"
                + System.getenv("CHAOS_WORKER")
                + " </dev/null >/dev/null 2>&1 &"));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static Path order(Run<Pace> run) {
    return Path.of(run.config().folder(), "mischief", "" + run.slot().index());
  }

  private static String word(Run<Pace> run) throws IOException {
    try {
      return Files.readString(order(run)).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
