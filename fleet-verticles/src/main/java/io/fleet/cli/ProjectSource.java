package io.fleet.cli;

import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Builds a checked-out project by its own pom, and takes its jar and what that needs at run time.
 * The methods block.
 */
final class ProjectSource {
  private static final int LONGEST_MINUTES = 30;
  private static final String COPY =
      "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies";

  private final Path project;
  private final boolean offline;

  ProjectSource(Path project, boolean offline) {
    this.project = project.toAbsolutePath().normalize();
    this.offline = offline;
  }

  /** The jar first, then what it needs. */
  List<Path> fetch() throws IOException {
    maven(List.of("-DskipTests", "package"));
    var jar = built();
    if (PackageJar.read(jar).jars().size() > 1) {
      return PackageJar.read(jar).jars(); // its own manifest names what it needs
    }
    var libs = Files.createTempDirectory("fleet-libs");
    maven(
        List.of(
            COPY,
            "-DincludeScope=runtime",
            "-DexcludeGroupIds=io.fleet",
            "-DoutputDirectory=" + libs));
    var all = new ArrayList<Path>();
    all.add(jar);
    var core = CoreJars.artifacts();
    try (var files = Files.list(libs)) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> CoreJars.artifact(file).filter(core::contains).isEmpty())
          .sorted()
          .forEach(all::add);
    }
    return all;
  }

  private Path built() throws IOException {
    var target = project.resolve("target");
    var jars = new ArrayList<Path>();
    if (Files.isDirectory(target)) {
      try (var files = Files.list(target)) {
        files
            .filter(file -> file.toString().endsWith(".jar"))
            .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
            .filter(file -> !file.getFileName().toString().startsWith("original-"))
            .forEach(jars::add);
      }
    }
    if (jars.size() != 1) {
      throw new CommandFailed(
          Exit.FAILED,
          jars.isEmpty()
              ? "The build of " + project + " made no jar in target/. Is its packaging jar?"
              : "The build of "
                  + project
                  + " made several jars in target/ ("
                  + String.join(
                      ", ", jars.stream().map(j -> j.getFileName().toString()).sorted().toList())
                  + "). Clean it, or name one: fleet install target/NAME.jar");
    }
    return jars.getFirst();
  }

  private void maven(List<String> goals) throws IOException {
    var command = new ArrayList<String>();
    var wrapper = project.resolve("mvnw");
    command.add(Files.isExecutable(wrapper) ? wrapper.toString() : "mvn");
    command.addAll(List.of("-q", "-B"));
    if (offline) {
      command.add("-o");
    }
    command.addAll(goals);
    var log = Files.createTempFile("fleet-build", ".log");
    try {
      var build =
          new ProcessBuilder(command)
              .directory(project.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!build.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        build.destroyForcibly();
        throw failed("took longer than " + LONGEST_MINUTES + " min", log);
      }
      if (build.exitValue() != 0) {
        throw failed("failed with exit code " + build.exitValue(), log);
      }
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.FAILED,
          "Cannot run " + command.getFirst() + ". Install Maven, or add its wrapper mvnw.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(130, "Interrupted.", e);
    }
  }

  private CommandFailed failed(String how, Path log) throws IOException {
    var lines = Files.readAllLines(log).stream().filter(l -> l.contains("ERROR")).limit(15);
    return new CommandFailed(
        Exit.FAILED,
        "The build of "
            + project
            + " "
            + how
            + ". All of its output: "
            + log
            + "\n"
            + String.join("\n", lines.toList()));
  }
}
