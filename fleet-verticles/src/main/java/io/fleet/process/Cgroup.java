package io.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of processes that none of them can leave by itself (cgroup v2): whoever cleared its
 * environment, left its session and lost its parents is still in it. A second net below {@link
 * ProcessTree}, where this process may make such groups; nothing rests on it alone. No controllers
 * are used. Thread-safe; the methods block for a moment.
 *
 * @since 0.1
 */
public final class Cgroup {
  private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final int REMOVALS = 20;
  private static final long BETWEEN_MILLIS = 5;

  private final Path folder;

  private Cgroup(Path folder) {
    this.folder = folder;
  }

  /** A group of that name below the one of this process; empty where none may be made. */
  public static Optional<Cgroup> below(String name) {
    return own().flatMap(own -> new Cgroup(own).child(name));
  }

  /** A group within this one; empty where none may be made. */
  public Optional<Cgroup> child(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a cgroup: " + name);
    }
    var made = folder.resolve(name);
    try {
      Files.createDirectories(made);
      // Older kernels have no way to end a group at once; then it would be of no use.
      return Files.isWritable(made.resolve("cgroup.kill"))
          ? Optional.of(new Cgroup(made))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("cgroup={} outcome=not-made error={}", made, e.toString());
      return Optional.empty();
    }
  }

  /** What a command begins with to be in the group from its first instruction on. */
  List<String> words() {
    return List.of(
        "/bin/sh",
        "-c",
        "echo 0 > \"$0\" 2>/dev/null; exec \"$@\"",
        folder.resolve("cgroup.procs").toString());
  }

  /** Kills all that is in it, groups within included. */
  public void kill() {
    try {
      Files.writeString(folder.resolve("cgroup.kill"), "1");
    } catch (IOException e) {
      LOG.debug("cgroup={} outcome=not-killed error={}", folder, e.toString());
    }
  }

  /**
   * Removes it with all groups within it, as soon as nobody is in them; gives up after a moment.
   */
  public void remove() {
    for (var i = 0; i < REMOVALS && Files.exists(folder); i++) {
      for (var each : within()) {
        try {
          Files.deleteIfExists(each);
        } catch (IOException e) {
          LOG.debug("cgroup={} outcome=kept error={}", each, e.toString());
        }
      }
      pause();
    }
  }

  /** It and all groups within it, the deepest first. */
  private List<Path> within() {
    try (var all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(Files::isDirectory).toList()).reversed();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Path> own() {
    try {
      var mount =
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .filter(line -> line.contains(" - cgroup2 "))
              .map(line -> line.split(" ")[4])
              .findFirst();
      var group =
          Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
              .filter(line -> line.startsWith("0::/"))
              .map(line -> line.substring("0::/".length()))
              .findFirst();
      return mount.flatMap(at -> group.map(own -> Path.of(at).resolve(own)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
