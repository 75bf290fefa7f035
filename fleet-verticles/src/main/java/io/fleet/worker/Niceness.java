package io.fleet.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets the processes of slots give way to the worker and to each other's neighbours: a slot that
 * computes all the time must not cost others their turns.
 */
final class Niceness {
  private static final int LEVEL = 10;

  private static final List<String> WORDS =
      List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice")).stream()
          .filter(Files::isExecutable)
          .findFirst()
          .map(nice -> List.of(nice.toString(), "-n", "" + LEVEL))
          .orElse(List.of());

  private Niceness() {}

  /** What a command begins with. */
  static List<String> words() {
    return WORDS;
  }
}
