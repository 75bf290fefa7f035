package io.fleet.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker shell in a JVM of its own: folder, how many calls of the certifier fail first, the
 * prefix of arguments by which it counts living processes of the boot at each certificate, command.
 */
final class ShellMain {
  private ShellMain() {}

  public static void main(String[] args) {
    Path dir = Path.of(args[0]);
    AtomicInteger failures = new AtomicInteger(Integer.parseInt(args[1]));
    Certifier certifier =
        boot -> {
          if (failures.getAndDecrement() > 0) {
            append(dir.resolve("refused"), boot + "\n");
            throw new IllegalStateException("no Redis");
          }
          append(
              dir.resolve("certificates"),
              boot + " " + Living.withArgument(args[2] + boot).size() + "\n");
          return true;
        };
    List<String> command = Arrays.asList(args).subList(3, args.length);
    ShellSettings settings =
        ShellSettings.in(dir).withRestart(Duration.ofMillis(100), Duration.ofMillis(200));
    WorkerShell shell = WorkerShell.of("w1", () -> command, certifier, settings);
    if (!Signals.on("TERM", shell::stop)) {
      throw new IllegalStateException("no signals");
    }
    try {
      System.exit(shell.run());
    } catch (ProcessException e) {
      System.err.println(e.getMessage());
      System.exit(WorkerShell.EXIT_CONFIG);
    }
  }

  static void append(Path file, String text) throws java.io.IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
