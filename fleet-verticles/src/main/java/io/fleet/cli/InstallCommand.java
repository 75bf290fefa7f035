package io.fleet.cli;

import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet install}: puts a package of automations where workers find it. */
@Command(
    name = "install",
    description = "Put automations into automations/: a jar, a project, or group:artifact:version.")
final class InstallCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(
      paramLabel = "SOURCE",
      description = "group:artifact:version, a jar, or a folder with a pom.xml, which is built")
  String source = "";

  @Option(
      names = "--automations",
      paramLabel = "DIR",
      description = "where to put it (default automations)")
  Path automations = CheckedFile.AUTOMATIONS;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "one more Maven repository to ask; repeatable")
  List<String> repositories = List.of();

  @Option(names = "--offline", description = "ask the local Maven repository only")
  boolean offline;

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "refuse a package with another hash than this")
  Optional<String> sha256 = Optional.empty();

  @Option(names = "--to-master", description = "hand it to the master too, for all workers")
  boolean toMaster;

  InstallCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() throws IOException {
    var wanted = MavenSource.COORDINATES.matcher(source);
    var version = wanted.matches() ? Optional.of(wanted.group(3)) : Optional.<String>empty();
    var installed = new Installation(automations, version, sha256).put(jars());
    fleet.out.say(
        "Installed %s, version %s: %s"
            .formatted(String.join(", ", installed.names()), installed.version(), installed.jar()));
    fleet.out.say("SHA-256 " + installed.found().hash());
    if (toMaster) {
      new Handover(fleet.http()).give(installed);
      fleet.out.say("The master has it.");
    }
    return Exit.OK;
  }

  private List<Path> jars() throws IOException {
    var path = Path.of(source);
    if (Files.isRegularFile(path.resolve("pom.xml"))) {
      return new ProjectSource(path, offline).fetch();
    }
    if (Files.isRegularFile(path)) {
      return jar(path);
    }
    if (MavenSource.COORDINATES.matcher(source).matches()) {
      return new MavenSource(MavenSettings.ofUser(), repositories, offline).fetch(source);
    }
    throw new CommandFailed(
        Exit.USAGE,
        "There is no jar and no project \""
            + source
            + "\". Name a jar, a folder with a pom.xml, or group:artifact:version.");
  }

  private static List<Path> jar(Path jar) {
    try {
      return PackageJar.read(jar).jars();
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.FAILED, jar + " is no whole jar (" + e.getMessage() + "). Build it again.", e);
    }
  }
}
