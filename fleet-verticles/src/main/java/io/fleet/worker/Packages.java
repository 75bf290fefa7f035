package io.fleet.worker;

import io.fleet.automation.AutomationLoader;
import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import io.fleet.protocol.PackageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code that a worker has: what is on its class path, and packages, each with one class loader
 * for all its generations. A package is here as long as its jar lies in the folder or fleet.yaml is
 * pinned to it. Thread-safe; the methods read files and load classes, so they block.
 */
final class Packages implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Packages.class);

  /** So long a package that nobody needs is kept, in case that somebody thinks better of it. */
  private static final Duration UNNEEDED = Duration.ofMinutes(10);

  /**
   * What a look found.
   *
   * @param code all that this worker has of what is wanted, and all that is registered
   * @param missing packages that fleet.yaml is pinned to and that are not here
   * @param pinned closed loaders that do not go away
   */
  record Look(List<Code> code, Set<String> missing, int pinned) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final PackageStore store;
  private final JarFolder folder;
  private final URLClassLoader classes;
  private final Catalog here;
  private final ClosedLoaders closed;
  private final LongSupplier nanos;
  private final Map<String, Offer> offers = new LinkedHashMap<>();
  private final Map<String, CodeLoader> loaders = new HashMap<>();
  private final Map<String, Long> unneeded = new HashMap<>();

  private Packages(
      PackageStore store,
      JarFolder folder,
      URLClassLoader classes,
      ClosedLoaders closed,
      LongSupplier nanos) {
    this.store = store;
    this.folder = folder;
    this.classes = classes;
    this.here = Catalog.of(classes);
    this.closed = closed;
    this.nanos = nanos;
  }

  /**
   * Of a worker.
   *
   * @param state the worker's own folder, below which it keeps what it runs
   * @param folder of jars; may be missing
   * @param classes more class path; each jar of it that registers automations is a package, to
   *     which its other jars belong as well
   */
  static Packages open(
      Path state,
      Path folder,
      List<Path> classes,
      InstantSource clock,
      LongSupplier nanos,
      Runnable collect)
      throws IOException {
    var store = PackageStore.in(state.resolve("packages"));
    var packages = classes.stream().filter(PackageJar::registers).toList();
    var others = classes.stream().filter(each -> !packages.contains(each)).toList();
    var libraries = others.stream().filter(Packages::isJar).toList();
    return new Packages(
        store,
        new JarFolder(folder, packages, libraries, store, clock),
        AutomationLoader.over(others),
        new ClosedLoaders(nanos, collect),
        nanos);
  }

  /** Has read what lies in the folder, so that the first look costs little. */
  Packages looked() {
    look(FleetSpec.empty());
    return this;
  }

  private static boolean isJar(Path entry) {
    return entry.toString().endsWith(".jar") && !Files.isDirectory(entry);
  }

  /** Looks which code is here now, and closes the loaders that nobody needs any more. */
  Look look(FleetSpec desired) {
    lock.lock();
    try {
      var pins = new HashSet<String>();
      desired.automations().values().stream()
          .map(AutomationSpec::code)
          .filter(pin -> PackageIndex.HASH.matcher(pin).matches())
          .forEach(pins::add);
      var lying = folder.look();
      var present = new LinkedHashSet<>(lying);
      present.addAll(pins);
      offer(present);
      closeUnneeded();
      clean(present);
      pins.removeAll(offers.keySet());
      return new Look(code(desired, Set.copyOf(lying)), Set.copyOf(pins), closed.pinned());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the packages of this worker", e);
    } finally {
      lock.unlock();
    }
  }

  /** In this order, so that of two packages of one version the newer is taken. */
  private void offer(Set<String> present) throws IOException {
    var before = Map.copyOf(offers);
    offers.clear();
    for (var hash : present) {
      var known = before.get(hash);
      if (known != null) {
        offers.put(hash, known);
      } else {
        store.find(hash).ifPresent(jar -> offers.put(hash, Offer.of(jar)));
      }
    }
  }

  private List<Code> code(FleetSpec desired, Set<String> lying) {
    var code = new ArrayList<Code>(CodeList.of(here, desired));
    for (var offer : offers.values()) {
      var all = new LinkedHashSet<>(offer.registered());
      desired.automations().values().stream()
          .flatMap(each -> offer.named(each.className()).stream())
          .forEach(all::add);
      var kept = !lying.contains(offer.jar().hash());
      all.forEach(each -> code.add(kept ? each.asKept() : each));
    }
    return List.copyOf(code);
  }

  /** The code of an automation; empty when it is not here. End the use when all of it has ended. */
  Optional<CodeUse> use(AutomationSpec automation) {
    lock.lock();
    try {
      for (var offer : offers.values()) {
        if (offer.named(automation.className()).filter(code -> code.fits(automation)).isPresent()) {
          return use(offer, automation.className());
        }
      }
      return find(automation).map(type -> new CodeUse(type, () -> {}));
    } finally {
      lock.unlock();
    }
  }

  private Optional<AutomationType> find(AutomationSpec automation) {
    return here.find(automation.className())
        .filter(
            type ->
                new Code(type.name(), type.className(), type.version().orElse(""))
                    .fits(automation));
  }

  private Optional<CodeUse> use(Offer offer, String className) {
    var hash = offer.jar().hash();
    var loader = loaders.computeIfAbsent(hash, none -> new CodeLoader(offer.jar()));
    return loader
        .find(className)
        .map(
            type -> {
              loader.begin();
              return new CodeUse(type, () -> ended(loader));
            });
  }

  private void ended(CodeLoader loader) {
    lock.lock();
    try {
      loader.end();
    } finally {
      lock.unlock();
    }
  }

  /** Versions of an automation that are here, for people. */
  List<String> versions(String className) {
    lock.lock();
    try {
      var versions = new ArrayList<String>();
      here.find(className).ifPresent(type -> versions.add(type.version().orElse("any version")));
      offers
          .values()
          .forEach(offer -> offer.named(className).map(Code::shown).ifPresent(versions::add));
      return versions;
    } finally {
      lock.unlock();
    }
  }

  /** Where packages are put that were fetched. */
  PackageStore store() {
    return store;
  }

  private void closeUnneeded() {
    loaders
        .entrySet()
        .removeIf(
            entry -> {
              var over = entry.getValue().isIdle() && !offers.containsKey(entry.getKey());
              if (over) {
                closed.add(entry.getKey(), entry.getValue().close());
                log.info("class loader closed package={}", entry.getKey());
              }
              return over;
            });
  }

  /** Removes what has not been needed for a while. */
  private void clean(Set<String> present) throws IOException {
    var now = nanos.getAsLong();
    var needed = new HashSet<>(present);
    needed.addAll(loaders.keySet());
    for (var hash : List.copyOf(needed)) {
      store
          .index(hash)
          .ifPresent(index -> index.entries().forEach(entry -> needed.add(entry.hash())));
    }
    unneeded.keySet().removeAll(needed);
    var over = false;
    for (var name : store.names()) {
      if (!needed.contains(name)) {
        over |= now - unneeded.computeIfAbsent(name, none -> now) >= UNNEEDED.toNanos();
      }
    }
    if (over) {
      unneeded.entrySet().stream()
          .filter(entry -> now - entry.getValue() < UNNEEDED.toNanos())
          .forEach(entry -> needed.add(entry.getKey()));
      store.retain(needed);
      unneeded.keySet().retainAll(needed);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      loaders.values().forEach(CodeLoader::close);
      loaders.clear();
      classes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the class path of automations", e);
    } finally {
      lock.unlock();
    }
  }
}
