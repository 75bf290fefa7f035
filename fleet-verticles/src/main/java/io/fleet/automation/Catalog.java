package io.fleet.automation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The automations that class loaders can see. One is found by its class name, or, when it is
 * registered as a service, by its {@code @Named} or kebab-case name. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Catalog {
  private record Layer(ClassLoader loader, SortedMap<String, AutomationType> registered) {
    Optional<AutomationType> find(String name) {
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
  }

  private final List<Layer> layers;

  private Catalog(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Reads the service lines that a loader sees. */
  public static Catalog of(ClassLoader loader) {
    return of(List.of(loader));
  }

  /** Reads the service lines that each of these loaders sees. */
  public static Catalog of(List<? extends ClassLoader> loaders) {
    var layers = new ArrayList<Layer>();
    loaders.forEach(loader -> layers.add(new Layer(loader, registered(loader))));
    return new Catalog(layers);
  }

  @SuppressWarnings("rawtypes") // a service is looked up by its raw class
  private static SortedMap<String, AutomationType> registered(ClassLoader loader) {
    var registered = new TreeMap<String, AutomationType>();
    ServiceLoader.load(Automation.class, loader).stream()
        .map(provider -> AutomationType.of(provider.type()))
        .forEach(type -> registered.put(type.name(), type));
    return registered;
  }

  /** Finds an automation by what stands behind {@code class:} in fleet.yaml; the first there is. */
  public Optional<AutomationType> find(String name) {
    return all(name).stream().findFirst();
  }

  /** The same in one version; where there is only another one, that. */
  public Optional<AutomationType> find(String name, String version) {
    var all = all(name);
    return all.stream()
        .filter(type -> type.version().map(version::equals).orElse(true))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private List<AutomationType> all(String name) {
    return layers.stream().flatMap(layer -> layer.find(name).stream()).toList();
  }

  /** Class names of the registered ones, for messages and reports. */
  public List<String> classNames() {
    return types().stream().map(AutomationType::className).sorted().distinct().toList();
  }

  /** The registered ones. */
  public Collection<AutomationType> types() {
    return layers.stream().flatMap(layer -> layer.registered().values().stream()).toList();
  }
}
