package io.fleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/** What class folders need; the methods block. */
final class Folders {
  private Folders() {}

  /** Removes all that is in a folder. */
  static void empty(Path folder) throws IOException {
    for (var path : below(folder)) {
      Files.delete(path);
    }
  }

  /**
   * Makes a folder hold what another one holds, and removes the other. File by file, so that a
   * class that stays is there at every moment for whoever runs from the folder.
   */
  static void replace(Path folder, Path with) throws IOException {
    Files.createDirectories(folder);
    for (var path : below(with).reversed()) {
      var target = folder.resolve(with.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (var path : below(folder)) {
      if (!Files.exists(with.resolve(folder.relativize(path)))) {
        Files.delete(path);
      }
    }
    empty(with);
    Files.delete(with);
  }

  /** Everything below, the deepest first. */
  private static List<Path> below(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
  }
}
