package io.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a process gives way to others. Thread-safe.
 *
 * @param level 0 to 19, as {@code nice} has it
 * @since 0.1
 */
public record Niceness(int level) {
  private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

  private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

  /** What a command begins with; nothing where there is no such program. */
  public List<String> words() {
    return NICE.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(nice -> List.of(nice.toString(), "-n", "" + level))
        .orElse(List.of());
  }

  /**
   * Where the kernel shares time between sessions first, niceness counts inside a session only, and
   * each of our processes is one: then the session itself is made nice.
   */
  public void ofSession(long pid) {
    var autogroup = Path.of("/proc/" + pid + "/autogroup");
    try {
      if (Files.exists(autogroup)) {
        Files.writeString(autogroup, "" + level);
      }
    } catch (IOException e) {
      LOG.debug("pid={} autogroup=unchanged error={}", pid, e.toString());
    }
  }
}
