package io.fleet.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A shell process, its worker, and what both wrote down; ends what is left. */
final class ShellFixture implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(15);

  /** As an argument of sleep it makes a process findable whatever its environment and parent. */
  final String token = "3600." + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  private final Path dir;
  private final List<Process> shells = new ArrayList<>();

  ShellFixture(Path dir) {
    this.dir = dir;
  }

  Process shell(int refusedCertificates, String... command) throws IOException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of(dir.toString(), String.valueOf(refusedCertificates), token));
    args.addAll(List.of(command));
    Process shell =
        new ProcessBuilder(Jvm.command(ShellMain.class, args.toArray(String[]::new)))
            .redirectError(dir.resolve("shell.err").toFile())
            .redirectOutput(dir.resolve("shell.out").toFile())
            .start();
    shells.add(shell);
    return shell;
  }

  /** A shell that is the first process of a PID namespace; the process is that of unshare. */
  Process firstShell(String... command) throws IOException {
    List<String> args = new ArrayList<>(List.of(dir.toString(), "0", token));
    args.addAll(List.of(command));
    List<String> all =
        new ArrayList<>(
            List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child=SIGKILL"));
    all.addAll(Jvm.command(ShellMain.class, args.toArray(String[]::new)));
    Process first =
        new ProcessBuilder(all)
            .redirectError(dir.resolve("shell.err").toFile())
            .redirectOutput(dir.resolve("shell.out").toFile())
            .start();
    shells.add(first);
    return first;
  }

  /** A worker that tells a boot, starts five daemons of each kind and then sleeps. */
  String[] daemons() {
    String sleep = "sleep " + token + "$boot";
    return script(
        "for i in 1 2 3 4 5; do setsid sh -c \"(("
            + sleep
            + " &) &)\"; setsid sh -c \"((env -i "
            + sleep
            + " &) &)\"; done; echo $$ >> "
            + dir
            + "/starts; exec "
            + sleep);
  }

  /** A worker that tells a boot and then does this. */
  static String[] script(String body) {
    return new String[] {
      "sh", "-c", "boot=$((FLEET_BOOT_FLOOR + 1000)); echo fleet-shell boot $boot; " + body
    };
  }

  List<Long> living(long boot) {
    return Living.withArgument(token + boot);
  }

  /** The lines of a file of the folder, none if there is no such file. */
  List<String> lines(String file) {
    try {
      return Files.readAllLines(dir.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The pid of the n-th start of the worker, from 1. */
  long start(int n) {
    await().atMost(SOON).until(() -> lines("starts").size() >= n);
    return Long.parseLong(lines("starts").get(n - 1).strip());
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
  }

  @Override
  public void close() {
    for (Process shell : shells) {
      shell.destroyForcibly();
    }
    for (String pid : lines("starts")) {
      kill(Long.parseLong(pid.strip()));
    }
    for (long boot = 0; boot <= 5_000; boot += 1_000) {
      living(boot).forEach(ShellFixture::kill);
    }
  }
}
