package io.fleet.automation;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the code of automations comes from, on top of the class path of this JVM: one loader for
 * each package, so that two versions of a class can run side by side. Close the loader when its
 * automations have ended.
 *
 * @since 0.1
 */
public final class AutomationLoader {
  private AutomationLoader() {}

  /**
   * A loader over jars and folders; its parent, asked first, is the class path of this JVM.
   *
   * @param entries class path entries, in order; each must be there
   * @throws IllegalArgumentException with one sentence when an entry is missing
   */
  public static URLClassLoader over(List<Path> entries) {
    var urls = new ArrayList<URL>();
    for (var entry : entries) {
      if (!Files.exists(entry)) {
        throw new IllegalArgumentException(
            "The class path entry " + entry + " is not there. Build it or correct the path.");
      }
      urls.add(url(entry));
    }
    return new URLClassLoader(
        "automations", urls.toArray(URL[]::new), AutomationLoader.class.getClassLoader());
  }

  private static URL url(Path entry) {
    try {
      return entry.toAbsolutePath().normalize().toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a class path entry: " + entry, e);
    }
  }
}
