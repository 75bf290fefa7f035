package io.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a worker's tree, written down for a later shell: after a double kill it is the
 * only trace of a daemon that cleared its environment. Holds for one boot of the host.
 */
final class TreeJournal {
  private static final Logger LOG = LoggerFactory.getLogger(TreeJournal.class);
  private static final Path HOST_BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private Set<String> last = Set.of();

  TreeJournal(Path stateDir) {
    this.file = stateDir.resolve("tree");
  }

  /** What the last shell wrote; empty if the host came up anew since. */
  List<ProcessId> read() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.getFirst().equals(hostBoot())) {
        return List.of();
      }
      return lines.stream()
          .skip(1)
          .map(line -> line.split(" "))
          .filter(pair -> pair.length == 2)
          .map(pair -> new ProcessId(Long.parseLong(pair[0]), Long.parseLong(pair[1])))
          .toList();
    } catch (IOException | NumberFormatException e) {
      return List.of(); // none yet, or no journal of ours: the marker is left
    }
  }

  /** Writes only when the members changed; a full disk costs the journal, not the worker. */
  void write(Collection<ProcEntry> members) {
    Set<String> lines =
        members.stream()
            .map(entry -> entry.pid() + " " + entry.id().startTicks())
            .collect(Collectors.toCollection(TreeSet::new));
    lock.lock();
    try {
      if (!lines.equals(last)) {
        Durable.writeLoosely(file, hostBoot() + "\n" + String.join("\n", lines) + "\n");
        last = lines;
      }
    } catch (IOException e) {
      LOG.warn("file={} outcome=not-written error={}", file, e.toString());
    } finally {
      lock.unlock();
    }
  }

  private static String hostBoot() throws IOException {
    return Files.readString(HOST_BOOT).strip();
  }
}
