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

  private LocalCode(List<Path> classes, List<List<Path>> packages) {
    loaders.add(AutomationLoader.over(classes));
    for (var jars : packages) {
      loaders.add(AutomationLoader.over(jars));
    }
    catalog = Catalog.of(loaders);
  }

  /** All that is there. */
  static LocalCode over(List<Path> classes, Path folder) {
    var given = classes.stream().filter(PackageJar::registers).toList();
    var others = classes.stream().filter(each -> !given.contains(each)).toList();
    var packages = new ArrayList<List<Path>>();
    var libraries = others.stream().filter(Files::isRegularFile).toList();
    given.forEach(each -> packages.add(jars(each, libraries)));
    packages(folder).forEach(each -> packages.add(jars(each, List.of())));
    return new LocalCode(others, packages);
  }

  /** One package alone. */
  static LocalCode of(Path jar) {
    return of(jar, List.of());
  }

  /** One package alone, with libraries that it needs besides. */
  static LocalCode of(Path jar, List<Path> libraries) {
    return new LocalCode(List.of(), List.of(jars(jar, libraries)));
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

  private static List<Path> jars(Path jar, List<Path> libraries) {
    try {
      return PackageJar.jars(jar, libraries);
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
