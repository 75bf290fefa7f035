package io.fleet.cli;

import io.fleet.automation.AutomationType;
import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a package into a folder of automations: its jar, the jars that it needs below {@code lib/},
 * and beside the jar a list of these. The jar comes last and by a rename, so that a worker that
 * watches the folder sees all of it or nothing. The methods block.
 */
final class Installation {
  private static final String LIB = "lib";

  /**
   * What was installed.
   *
   * @param jar where
   * @param found all of it, with its hash
   * @param code the automations in it: short name and class
   * @param version what its manifest says
   */
  record Installed(Path jar, PackageJar found, List<Code> code, String version) {
    List<String> names() {
      return code.stream().map(Code::name).toList();
    }
  }

  /** An automation. */
  record Code(String name, String className) {}

  private final Path folder;
  private final Optional<String> version;
  private final Optional<String> sha256;

  /**
   * Into a folder, which is made when it is missing.
   *
   * @param version that it must be
   * @param sha256 that it must have
   */
  Installation(Path folder, Optional<String> version, Optional<String> sha256) {
    this.folder = folder;
    this.version = version;
    this.sha256 = sha256;
  }

  /** Puts the first of these jars, which needs the others; nothing is left when it is refused. */
  Installed put(List<Path> jars) throws IOException {
    var stage = Files.createTempDirectory("fleet-install");
    try {
      var staged = lay(stage, jars);
      var checked = check(staged, jars.getFirst());
      Files.createDirectories(folder.resolve(LIB));
      for (var jar : jars.subList(1, jars.size())) {
        move(stage.resolve(LIB).resolve(jar.getFileName()), folder.resolve(LIB));
      }
      if (jars.size() > 1) {
        move(PackageJar.list(staged), folder);
      } else {
        Files.deleteIfExists(PackageJar.list(folder.resolve(staged.getFileName())));
      }
      var jar = move(staged, folder);
      return new Installed(jar, PackageJar.read(jar), checked.code(), checked.version());
    } finally {
      Folders.empty(stage);
      Files.deleteIfExists(stage);
    }
  }

  private static Path lay(Path stage, List<Path> jars) throws IOException {
    var lib = Files.createDirectories(stage.resolve(LIB));
    var staged = stage.resolve(jars.getFirst().getFileName());
    Files.copy(jars.getFirst(), staged);
    var list = new ArrayList<String>();
    for (var jar : jars.subList(1, jars.size())) {
      Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      list.add(LIB + "/" + jar.getFileName());
    }
    if (!list.isEmpty()) {
      Files.write(PackageJar.list(staged), list);
    }
    return staged;
  }

  private record Checked(List<Code> code, String version) {}

  private Checked check(Path staged, Path source) throws IOException {
    var hash = PackageJar.read(staged).hash();
    if (sha256.filter(wanted -> !wanted.equalsIgnoreCase(hash)).isPresent()) {
      throw refused("The SHA-256 of " + source + " is " + hash + ", not " + sha256.get() + ".");
    }
    var says = PackageJar.version(staged).orElse("");
    if (says.isEmpty()) {
      throw refused(
          source
              + " does not say its version. Have its manifest say Implementation-Version"
              + " (maven-jar-plugin: addDefaultImplementationEntries).");
    }
    if (version.filter(wanted -> !wanted.equals(says)).isPresent()) {
      throw refused(
          "The manifest of %s says version %s, not %s. Build it so that both agree."
              .formatted(source, says, version.get()));
    }
    try (var code = LocalCode.of(staged)) {
      var found = code.packaged().stream().map(Installation::code).toList();
      if (found.isEmpty()) {
        throw refused(
            source
                + " has no automation: no line in META-INF/services/io.fleet.automation.Automation"
                + " names one. Put @AutoService(Automation.class) on its class.");
      }
      return new Checked(found, says);
    } catch (java.util.ServiceConfigurationError | LinkageError | IllegalArgumentException e) {
      throw refused("The automations of " + source + " cannot be loaded: " + e.getMessage() + ".");
    }
  }

  private static Code code(AutomationType type) {
    return new Code(type.name(), type.className());
  }

  private static CommandFailed refused(String sentence) {
    return new CommandFailed(Exit.FAILED, sentence + " Nothing was installed.");
  }

  /** By a rename in the folder itself, as far as it comes from another disk. */
  private static Path move(Path file, Path into) throws IOException {
    var half = Files.createTempFile(into, ".half-", "");
    Files.copy(file, half, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(
        half, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    return Files.move(half, into.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }
}
