package io.fleet.chaos;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A command of the machine itself, such as {@code mount} or {@code ip}. */
final class Tool {
  private Tool() {}

  /** Whether it was there and did what it was told. */
  static boolean run(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
