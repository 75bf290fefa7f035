package io.fleet.bench;

import io.fleet.process.Marker;
import io.fleet.process.Spawner;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A JVM that a bench starts, so that its CPU can be told from the others'. It answers each line
 * that it is asked with one line; what it prints besides is passed over. Used by one thread.
 */
final class Child implements AutoCloseable {
  private static final String ANSWER = "> ";

  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private Child(Process process) {
    this.process = process;
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the main method of a class, and waits until it says that it is up. */
  static Child start(Class<?> main, List<String> flags, String... args) throws IOException {
    var command = new ArrayList<>(java(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    var child = new Child(Spawner.start(builder, Marker.NONE));
    child.answer();
    return child;
  }

  /** What starts such a JVM, up to its class path. */
  static List<String> java(List<String> flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    // Nobody reads what it says besides its answers: a pipe that fills up would stop it.
    command.add("-Dlogback.configurationFile=io/fleet/cli/quiet.xml");
    command.addAll(flags);
    return List.copyOf(command);
  }

  /** In the child: answers every line until there are no more. */
  @SuppressWarnings("SystemOut") // the pipe to the bench
  static void serve(UnaryOperator<String> answer) throws IOException {
    System.out.println(ANSWER + "up");
    var in = new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(ANSWER + answer.apply(line));
    }
  }

  String ask(String line) throws IOException {
    questions.write(line);
    questions.newLine();
    questions.flush();
    return answer();
  }

  private String answer() throws IOException {
    var said = new ArrayList<String>();
    for (var line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(ANSWER)) {
        return line.substring(ANSWER.length());
      }
      said.add(line);
    }
    throw new IOException("A process of the bench ended early: " + String.join("\n", said));
  }

  long pid() {
    return process.pid();
  }

  double cpuSeconds() {
    return Cpu.seconds(process.pid());
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
