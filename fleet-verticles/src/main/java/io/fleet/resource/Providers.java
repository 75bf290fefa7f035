package io.fleet.resource;

import io.fleet.automation.Children;
import io.fleet.automation.LocalPort;
import io.fleet.automation.ResourceProvider;
import io.fleet.automation.TempFolder;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The providers that a class loader sees, each one instance. Thread-safe. */
final class Providers {
  private final Map<Class<?>, ResourceProvider<?>> byType = new ConcurrentHashMap<>();

  @SuppressWarnings("rawtypes") // a service is looked up by its raw class
  Providers(ClassLoader loader) {
    for (var provider : ServiceLoader.load(ResourceProvider.class, loader)) {
      byType.put(provider.type(), provider);
    }
  }

  @SuppressWarnings("unchecked") // a provider is kept under the type that it gives
  <R extends AutoCloseable> ResourceProvider<R> of(Class<R> type) {
    var provider = byType.get(type);
    if (provider == null) {
      var known = new TreeSet<String>();
      for (var each : new Class<?>[] {Children.class, TempFolder.class, LocalPort.class}) {
        known.add(each.getName());
      }
      byType.keySet().forEach(each -> known.add(each.getName()));
      throw new IllegalArgumentException(
          "Nobody provides a %s. Add the jar whose ResourceProvider does; there are: %s"
              .formatted(type.getName(), String.join(", ", known)));
    }
    return (ResourceProvider<R>) provider;
  }
}
