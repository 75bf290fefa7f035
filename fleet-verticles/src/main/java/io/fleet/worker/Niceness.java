package io.fleet.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the processes of slots give way to the worker and to each other's neighbours: a slot that
 * computes all the time must not cost others their turns.
 */
final class Niceness {
  private static final Logger log = LoggerFactory.getLogger(Niceness.class);
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

  /**
   * Where the kernel shares time between sessions first, niceness counts inside a session only, and
   * each of our processes is one: then the session itself is made nice.
   */
  static void ofSession(long pid) {
    var autogroup = Path.of("/proc/" + pid + "/autogroup");
    try {
      if (Files.exists(autogroup)) {
        Files.writeString(autogroup, "" + LEVEL);
      }
    } catch (IOException e) {
      log.debug("pid={} autogroup=unchanged error={}", pid, e.toString());
    }
  }
}
