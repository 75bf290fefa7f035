package io.fleet.cli;

import io.fleet.process.AotCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of a worker's two processes. */
final class WorkerJvm {
  private static final List<String> ALL =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError");

  /**
   * Four times the usual: else the optimizing compiler takes a third of the processor time of a
   * start, on a machine that has other things to do in just that second. Code that is called often
   * gets there all the same, some seconds later.
   */
  private static final List<String> CALM_COMPILER =
      List.of(
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=5000",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=160000");

  /** What Hazelcast reaches into; without these it warns at each start. */
  private static final List<String> BUS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "--add-modules",
          "java.se",
          "--add-exports",
          "java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--add-opens",
          "java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens",
          "java.management/sun.management=ALL-UNNAMED",
          "--add-opens",
          "jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private WorkerJvm() {}

  /** What the shell starts: it runs the slots. Asked anew for each start. */
  static List<String> command(String name, Settings settings, AotCache cache) {
    var command = flags();
    command.addAll(cache.flags());
    command.addAll(List.of("-Dfleet.role=worker", "-Dfleet.name=" + name));
    inherit(command);
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), WorkerJvmCommand.NAME));
    command.addAll(settings.flags());
    return List.copyOf(command);
  }

  /** The classes of such a JVM, in the worker's state folder. */
  static AotCache cache(Path state) {
    return new AotCache(
        state.resolve("aot"),
        "worker",
        flags(),
        classPath(),
        List.of(Main.class.getName(), WorkerJvmCommand.NAME, WorkerJvmCommand.TRAIN));
  }

  private static List<String> flags() {
    var carriers = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    var command = java();
    command.addAll(ALL);
    command.addAll(BUS);
    command.addAll(CALM_COMPILER);
    command.addAll(
        List.of(
            "-XX:+UseG1GC",
            // Else each start loads half of JFR for events that nobody records.
            "-Dio.netty.jfr.enabled=false",
            "-Xmx512m",
            "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
            "-Djdk.virtualThreadScheduler.maxPoolSize=256"));
    return command;
  }

  /** What {@code fleet dev} starts: a shell, with these flags of {@code fleet worker}. */
  static List<String> shell(String name, List<String> flags) {
    var command = java();
    command.addAll(ALL);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1",
            "-Dfleet.shell=fleet-shell " + name));
    inherit(command);
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), "worker"));
    command.addAll(flags);
    return List.copyOf(command);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return command;
  }

  /** What a child must know of where Fleet is and how it logs. */
  private static void inherit(List<String> command) {
    var home = System.getProperty("fleet.home");
    if (home != null) {
      command.add("-Dfleet.home=" + home);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
