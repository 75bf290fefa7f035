package io.fleet.worker;

import io.fleet.automation.AutomationLoader;
import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.protocol.Code;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which automations a package has. Classes are looked at through a loader that is closed at once,
 * so what is offered and never run keeps none open. The methods block; not thread-safe.
 */
final class Offer {
  private static final Logger log = LoggerFactory.getLogger(Offer.class);

  private final PackageJar jar;
  private final List<Code> registered;
  private final Map<String, Optional<Code>> named = new HashMap<>();

  private Offer(PackageJar jar, List<Code> registered) {
    this.jar = jar;
    this.registered = registered;
  }

  /** What is in a package; nothing when its classes cannot be read. */
  static Offer of(PackageJar jar) {
    try (var loader = AutomationLoader.over(jar.jars())) {
      return new Offer(
          jar,
          Catalog.of(loader).types().stream()
              .filter(type -> type.loader() == loader)
              .map(type -> code(type.name(), type, jar.hash()))
              .toList());
    } catch (IOException
        | RuntimeException
        | LinkageError
        | java.util.ServiceConfigurationError e) {
      log.warn("package offers nothing hash={} error={}", jar.hash(), e.toString());
      return new Offer(jar, List.of());
    }
  }

  PackageJar jar() {
    return jar;
  }

  /** All that are registered. */
  List<Code> registered() {
    return registered;
  }

  /** What it has for a {@code class:} of fleet.yaml. */
  Optional<Code> named(String written) {
    return registered.stream()
        .filter(code -> code.isNamed(written))
        .findFirst()
        .or(() -> named.computeIfAbsent(written, this::unregistered));
  }

  private Optional<Code> unregistered(String className) {
    var file = className.replace('.', '/') + ".class";
    if (jar.jars().stream().noneMatch(each -> holds(each, file))) {
      return Optional.empty();
    }
    try (var loader = AutomationLoader.over(jar.jars())) {
      return find(loader, className)
          .filter(type -> type.loader() == loader)
          .map(type -> code("", type, jar.hash()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<AutomationType> find(URLClassLoader loader, String className) {
    try {
      return Catalog.of(loader).find(className);
    } catch (IllegalArgumentException noAutomation) {
      // A class that is no automation is no code for one; apply says so to whoever wrote it.
      return Optional.empty();
    }
  }

  private static boolean holds(Path jar, String file) {
    if (!Files.exists(jar)) {
      return false;
    }
    try (var open = new JarFile(jar.toFile())) {
      return open.getEntry(file) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static Code code(String name, AutomationType type, String hash) {
    return new Code(name, type.className(), type.version().orElse(""), hash);
  }
}
