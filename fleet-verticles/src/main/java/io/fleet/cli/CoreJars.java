package io.fleet.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The libraries that every Fleet has on its class path, which no package needs to bring. */
final class CoreJars {
  private static final Pattern NAME = Pattern.compile("(.+?)-\\d[^/]*\\.jar");

  private CoreJars() {}

  /** Their artifact names. */
  static Set<String> artifacts() {
    var names = new TreeSet<String>();
    for (var entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      artifact(Path.of(entry)).ifPresent(names::add);
    }
    return names;
  }

  /** The artifact that a jar is named after, as {@code gson} of {@code gson-2.13.1.jar}. */
  static java.util.Optional<String> artifact(Path jar) {
    var name = jar.getFileName();
    var match = NAME.matcher(name == null ? "" : name.toString());
    return match.matches() ? java.util.Optional.of(match.group(1)) : java.util.Optional.empty();
  }
}
