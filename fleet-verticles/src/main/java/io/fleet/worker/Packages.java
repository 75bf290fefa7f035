package io.fleet.worker;

import io.fleet.automation.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the code of automations comes from: the class path, the jars of one folder, and named places. */
final class Packages {
  private Packages() {}

  /** The jars of a folder, which may be missing, and more places. */
  static List<Path> in(Path folder, List<Path> more) {
    var all = new ArrayList<>(more);
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(all::add);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the automations folder " + folder, e);
      }
    }
    return List.copyOf(all);
  }

  /** The automations that can be seen from there. */
  static Catalog catalog(List<Path> places) {
    var parent = Packages.class.getClassLoader();
    if (places.isEmpty()) {
      return Catalog.of(parent);
    }
    var urls = places.stream().map(Packages::url).toArray(URL[]::new);
    return Catalog.of(new URLClassLoader("automations", urls, parent));
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a place for automations: " + place, e);
    }
  }
}
