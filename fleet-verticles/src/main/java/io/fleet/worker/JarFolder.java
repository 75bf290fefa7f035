package io.fleet.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages that lie in a folder, and single jars elsewhere. Looked at again and again; a jar
 * that is still being written is left out until it is whole. Not thread-safe; the methods block.
 */
final class JarFolder {
  private static final Logger log = LoggerFactory.getLogger(JarFolder.class);

  /** Nobody writes to a file that has been left alone for so long. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /** How a file looks from outside; another content has another one. */
  private record Stamp(Path file, long size, long modifiedMillis, String key) {
    static Stamp of(Path file) throws IOException {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          file, is.size(), is.lastModifiedTime().toMillis(), String.valueOf(is.fileKey()));
    }
  }

  /** What a jar was at the last look; no hash as long as it is not whole. */
  private record Seen(List<Stamp> stamps, String hash, String complaint) {
    long modifiedMillis() {
      return stamps.stream().mapToLong(Stamp::modifiedMillis).max().orElse(0);
    }
  }

  private final Path folder;
  private final List<Path> jars;
  private final List<Path> libraries;
  private final PackageStore store;
  private final InstantSource clock;
  private Map<Path, Seen> seen = Map.of();

  /**
   * Nothing seen yet.
   *
   * @param jars packages elsewhere
   * @param libraries what those need besides
   */
  JarFolder(
      Path folder, List<Path> jars, List<Path> libraries, PackageStore store, InstantSource clock) {
    this.folder = folder;
    this.jars = List.copyOf(jars);
    this.libraries = List.copyOf(libraries);
    this.store = store;
    this.clock = clock;
  }

  /** Hashes of all that are whole now, the newest first; they are in the store. */
  List<String> look() {
    var now = new HashMap<Path, Seen>();
    for (var jar : list()) {
      var found = look(jar, seen.get(jar));
      if (found != null) {
        now.put(jar, found);
      }
    }
    seen = now;
    return now.values().stream()
        .filter(each -> !each.hash().isEmpty())
        .sorted(Comparator.comparingLong(Seen::modifiedMillis).reversed())
        .map(Seen::hash)
        .distinct()
        .toList();
  }

  private List<Path> list() {
    var all = new ArrayList<>(jars.stream().filter(Files::isRegularFile).toList());
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(all::add);
      } catch (IOException e) {
        log.warn("cannot read the folder of automations folder={} error={}", folder, e.toString());
      }
    }
    return all;
  }

  private @Nullable Seen look(Path jar, @Nullable Seen before) {
    var stamps = new ArrayList<Stamp>();
    try {
      stamps.add(Stamp.of(jar));
      var more = jars.contains(jar) ? libraries : List.<Path>of();
      for (var each : PackageJar.jars(jar, more)) {
        if (!each.equals(jar.toAbsolutePath().normalize())) {
          stamps.add(Stamp.of(each));
        }
      }
      var same = before != null && before.stamps().equals(stamps);
      if (before != null && same && !before.hash().isEmpty()) {
        return before;
      }
      if (!same && !settled(stamps)) {
        return new Seen(stamps, "", "");
      }
      var kept = store.keep(PackageJar.read(jar, more));
      log.info("package jar={} hash={} jars={}", jar, kept.hash(), kept.jars().size());
      return new Seen(stamps, kept.hash(), "");
    } catch (IOException e) {
      return unreadable(jar, stamps, before, e);
    }
  }

  /** Half a jar for now; said once, should it stay that way. */
  private static @Nullable Seen unreadable(
      Path jar, List<Stamp> stamps, @Nullable Seen before, IOException why) {
    if (stamps.isEmpty()) {
      return null; // gone meanwhile
    }
    var said = why.toString();
    if (before != null && before.stamps().equals(stamps) && !before.complaint().equals(said)) {
      log.warn("jar of automations is left out, it is not whole jar={} error={}", jar, said);
      return new Seen(stamps, "", said);
    }
    return new Seen(stamps, "", before == null ? "" : before.complaint());
  }

  private boolean settled(List<Stamp> stamps) {
    var limit = clock.millis() - SETTLED.toMillis();
    return stamps.stream().allMatch(stamp -> stamp.modifiedMillis() <= limit);
  }
}
