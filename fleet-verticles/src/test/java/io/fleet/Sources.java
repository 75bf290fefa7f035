package io.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checks that class files cannot answer: blocks, and what is missing beside a class. */
final class Sources {
  private static final Pattern SYNCHRONIZED = Pattern.compile("\\bsynchronized\\b");

  /** Text blocks, strings, characters and comments: what the compiler does not run. */
  private static final Pattern NO_CODE =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

  private Sources() {}

  /** The repository's root folder. */
  static Path repository() {
    var stated = System.getProperty("fleet.root");
    if (stated != null) {
      return Path.of(stated);
    }
    var here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve(".mvn")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no repository around " + here));
  }

  /**
   * Files below a folder that say {@code synchronized} in code and are in no room named process.
   */
  static List<String> withSynchronized(Path sources) {
    return javaFiles(sources).stream()
        .filter(file -> !sources.relativize(file).toString().contains("/process/"))
        .filter(file -> SYNCHRONIZED.matcher(NO_CODE.matcher(read(file)).replaceAll(" ")).find())
        .map(file -> sources.relativize(file).toString())
        .toList();
  }

  /** Packages below a folder that hold a class but no package-info with {@code @NullMarked}. */
  static List<String> withoutNullMarked(Path sources) {
    var packages = new TreeSet<Path>();
    javaFiles(sources).forEach(file -> packages.add(file.resolveSibling("package-info.java")));
    return packages.stream()
        .filter(
            info ->
                !Files.exists(info)
                    || !NO_CODE.matcher(read(info)).replaceAll(" ").contains("@NullMarked"))
        .map(info -> sources.relativize(info.resolveSibling("")).toString())
        .toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
