package io.fleet.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All processes of the host as one look at {@code /proc} saw them. Processes come and go while it
 * looks: an entry that vanishes is left out, so two looks are needed to be sure of an absence.
 * Immutable.
 *
 * @since 0.1
 */
public final class ProcTable {
  private static final Path PROC = Path.of("/proc");

  /** Of all Linux that a JVM of ours runs on but some arm64; there it is a multiple. */
  private static final long PAGE = 4096;

  private final Map<Long, ProcEntry> entries;

  private ProcTable(Map<Long, ProcEntry> entries) {
    this.entries = entries;
  }

  /** Looks once. */
  public static ProcTable scan() {
    Map<Long, ProcEntry> found = new TreeMap<>();
    try (DirectoryStream<Path> dirs = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path dir : dirs) {
        read(Long.parseLong(dir.getFileName().toString())).ifPresent(e -> found.put(e.pid(), e));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new ProcessException("Cannot read /proc (" + e + "); mount it.", e);
    }
    // A parent may have died after its child was read: by now the child has its new parent.
    for (ProcEntry entry : List.copyOf(found.values())) {
      if (entry.ppid() != 0 && !found.containsKey(entry.ppid())) {
        read(entry.pid())
            .ifPresentOrElse(e -> found.put(e.pid(), e), () -> found.remove(entry.pid()));
      }
    }
    return new ProcTable(found);
  }

  /** One process, if it is there now. */
  public static Optional<ProcEntry> read(long pid) {
    try {
      return ProcEntry.parse(Files.readAllBytes(PROC.resolve(pid + "/stat")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What a process holds in memory, pages that it shares included; 0 when it is gone. */
  public static long residentBytes(long pid) {
    try {
      var fields = Files.readString(PROC.resolve(pid + "/statm")).split(" ");
      return Long.parseLong(fields[1]) * PAGE;
    } catch (IOException e) {
      return 0;
    }
  }

  public Collection<ProcEntry> entries() {
    return entries.values();
  }

  public Optional<ProcEntry> get(long pid) {
    return Optional.ofNullable(entries.get(pid));
  }

  /** The process of that pid, if it is still the same one. */
  public Optional<ProcEntry> get(ProcessId id) {
    return get(id.pid()).filter(entry -> entry.id().equals(id));
  }

  /** These and all below them. */
  Set<Long> withDescendants(Collection<Long> roots) {
    Map<Long, List<Long>> children = new TreeMap<>();
    entries
        .values()
        .forEach(e -> children.computeIfAbsent(e.ppid(), p -> new ArrayList<>()).add(e.pid()));
    Set<Long> all = new HashSet<>();
    List<Long> open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      long pid = open.removeLast();
      if (all.add(pid)) {
        open.addAll(children.getOrDefault(pid, List.of()));
      }
    }
    return all;
  }

  /** This process and its parents up to the first: what a sweep must never end. */
  Set<Long> ancestorsAndSelf(long pid) {
    Set<Long> line = new HashSet<>();
    for (long p = pid; p > 0 && line.add(p); ) {
      p = get(p).map(ProcEntry::ppid).orElse(0L);
    }
    return line;
  }

  /**
   * Whether the process carries all of the marker, as it was when the program started. In another
   * pid namespace it is another host's and not ours.
   */
  static boolean bears(long pid, Marker marker) {
    if (marker.env().isEmpty()) {
      return false;
    }
    try {
      String environ =
          "\0"
              + new String(
                  Files.readAllBytes(PROC.resolve(pid + "/environ")), StandardCharsets.UTF_8)
              + "\0";
      return marker.env().entrySet().stream()
              .allMatch(e -> environ.contains("\0" + e.getKey() + "=" + e.getValue() + "\0"))
          && namespace(pid).equals(namespace(ProcessHandle.current().pid()));
    } catch (IOException e) {
      return false; // vanished, or another user's
    }
  }

  private static Path namespace(long pid) throws IOException {
    return Files.readSymbolicLink(PROC.resolve(pid + "/ns/pid"));
  }
}
