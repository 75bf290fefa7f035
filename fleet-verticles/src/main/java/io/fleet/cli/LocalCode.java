package io.fleet.cli;

import io.fleet.automation.AutomationLoader;
import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The automations of this folder: on the class path, among classes, and in the jars of a folder,
 * each of which has a loader of its own. The methods block.
 */
final class LocalCode implements AutoCloseable {
  private final List<URLClassLoader> loaders = new ArrayList<>();
  private final Catalog catalog;

  private LocalCode(List<Path> classes, List<Path> packages) {
    loaders.add(AutomationLoader.over(classes));
    for (var each : packages) {
      loaders.add(AutomationLoader.over(jars(each)));
    }
    catalog = Catalog.of(loaders);
  }

  /** All that is there. */
  static LocalCode over(List<Path> classes, Path folder) {
    return new LocalCode(classes, packages(folder));
  }

  /** One package alone. */
  static LocalCode of(Path jar) {
    return new LocalCode(List.of(), List.of(jar));
  }

  Catalog catalog() {
    return catalog;
  }

  /** Those of packages, without what is on the class path of every Fleet. */
  List<AutomationType> packaged() {
    return catalog.types().stream().filter(type -> loaders.contains(type.loader())).toList();
  }

  /** The jars of a folder by name. */
  static List<Path> packages(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.FAILED,
          "Cannot read the folder of automations " + folder + ". Check its permissions.",
          e);
    }
  }

  private static List<Path> jars(Path jar) {
    try {
      return PackageJar.read(jar).jars();
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.FAILED,
          jar + " is no whole jar (" + e.getMessage() + "). Build or copy it again.",
          e);
    }
  }

  @Override
  public void close() {
    for (var loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new CommandFailed(Exit.FAILED, "Cannot close a class loader.", e);
      }
    }
  }
}
