package io.fleet.automation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The automations that a class loader can see. One is found by its class name, or, when it is
 * registered as a service, by its {@code @Named} or kebab-case name. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Catalog {
  private final ClassLoader loader;
  private final SortedMap<String, AutomationType> registered;

  private Catalog(ClassLoader loader, SortedMap<String, AutomationType> registered) {
    this.loader = loader;
    this.registered = registered;
  }

  /** Reads the service lines that a loader sees. */
  @SuppressWarnings("rawtypes") // a service is looked up by its raw class
  public static Catalog of(ClassLoader loader) {
    var registered = new TreeMap<String, AutomationType>();
    ServiceLoader.load(Automation.class, loader).stream()
        .map(provider -> AutomationType.of(provider.type()))
        .forEach(type -> registered.put(type.name(), type));
    return new Catalog(loader, registered);
  }

  /** Finds an automation by what stands behind {@code class:} in fleet.yaml. */
  public Optional<AutomationType> find(String name) {
    var byName = registered.get(name);
    if (byName != null) {
      return Optional.of(byName);
    }
    try {
      return Optional.of(AutomationType.of(Class.forName(name, false, loader)));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Class names of the registered ones, for messages and reports. */
  public List<String> classNames() {
    return registered.values().stream().map(AutomationType::className).sorted().toList();
  }

  /** The registered ones. */
  public Collection<AutomationType> types() {
    return List.copyOf(registered.values());
  }

  /** The loader behind it. */
  public ClassLoader loader() {
    return loader;
  }
}
