package io.fleet.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the machine, for tests. */
final class Shell {
  private Shell() {}

  /** Whether it was there and did what it was told. */
  static boolean ok(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Living processes that are {@code sleep TOKEN}. */
  static List<ProcessHandle> sleepers(String token) {
    return ProcessHandle.allProcesses().filter(each -> sleeps(each.pid(), token)).toList();
  }

  private static boolean sleeps(long pid, String token) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .equals("sleep\0" + token + "\0");
    } catch (IOException e) {
      return false;
    }
  }
}
