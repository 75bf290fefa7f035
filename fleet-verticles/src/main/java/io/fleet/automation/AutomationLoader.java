package io.fleet.automation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the code of automations comes from: extra class path entries and the jars of a folder, on
 * top of the class path of this JVM. Close the loader when its automations have ended.
 *
 * @since 0.1
 */
public final class AutomationLoader {
  private AutomationLoader() {}

  /**
   * A loader over jars and folders; its parent, asked first, is the class path of this JVM.
   *
   * @param classes extra class path entries, in order; each must be there
   * @param folder whose jars are added by name; may be missing
   * @throws IllegalArgumentException with one sentence when an entry is missing or unreadable
   */
  public static URLClassLoader over(List<Path> classes, Path folder) {
    var urls = new ArrayList<URL>();
    for (var entry : classes) {
      if (!Files.exists(entry)) {
        throw new IllegalArgumentException(
            "The class path entry " + entry + " is not there. Build it or correct the path.");
      }
      urls.add(url(entry));
    }
    jars(folder).forEach(jar -> urls.add(url(jar)));
    return new URLClassLoader(
        "automations", urls.toArray(URL[]::new), AutomationLoader.class.getClassLoader());
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the folder of automations " + folder + ". Check its permissions.", e);
    }
  }

  private static URL url(Path entry) {
    try {
      return entry.toAbsolutePath().normalize().toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a class path entry: " + entry, e);
    }
  }
}
