package io.fleet.worker;

import io.fleet.automation.AutomationLoader;
import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.util.Optional;

/**
 * The class loader of one package, which all generations that run its code share. Not thread-safe.
 */
final class CodeLoader {
  private final URLClassLoader loader;
  private final Catalog catalog;
  private int uses;

  CodeLoader(PackageJar jar) {
    loader = AutomationLoader.over(jar.jars());
    catalog = Catalog.of(loader);
  }

  Optional<AutomationType> find(String className) {
    return catalog.find(className);
  }

  void begin() {
    uses++;
  }

  void end() {
    uses--;
  }

  boolean isIdle() {
    return uses == 0;
  }

  /** Gives the jars back; classes that were not loaded before are not found any more. */
  ClassLoader close() {
    try {
      loader.close();
      return loader;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a class loader", e);
    }
  }
}
