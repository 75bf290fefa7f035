package io.fleet.worker;

import io.fleet.protocol.PackageIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The packages that a worker has for itself, each jar under its SHA-256. What runs is read from
 * here, so that nobody changes a jar under a class loader that is still reading it. A name stands
 * for its content: whatever bears one is whole. The methods block.
 */
final class PackageStore {
  private static final String JAR = ".jar";
  private static final String INDEX = ".index";

  private final Path folder;

  private PackageStore(Path folder) {
    this.folder = folder;
  }

  /** In this folder, which is made when it is missing; what an earlier JVM left half is removed. */
  static PackageStore in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (var half : files.filter(file -> name(file).startsWith("half-")).toList()) {
        Files.delete(half);
      }
    }
    return new PackageStore(folder);
  }

  /** A package that is here with all its jars. */
  Optional<PackageJar> find(String hash) throws IOException {
    var jar = jar(hash);
    if (Files.exists(jar)) {
      var entry = new PackageIndex.Entry(hash, name(jar));
      return Optional.of(new PackageJar(List.of(jar), new PackageIndex(List.of(entry))));
    }
    return index(hash).filter(index -> missing(index).isEmpty()).map(this::stored);
  }

  /** The index of a package of several jars, if it is here. */
  Optional<PackageIndex> index(String hash) throws IOException {
    var file = folder.resolve(hash + INDEX);
    return Files.exists(file) ? PackageIndex.parse(Files.readString(file)) : Optional.empty();
  }

  /** The jars of an index that are not here. */
  List<PackageIndex.Entry> missing(PackageIndex index) {
    return index.entries().stream().filter(each -> !Files.exists(jar(each.hash()))).toList();
  }

  /** Copies a package in; fails when a jar changed meanwhile. */
  PackageJar keep(PackageJar found) throws IOException {
    for (var i = 0; i < found.jars().size(); i++) {
      var hash = found.index().entries().get(i).hash();
      if (!Files.exists(jar(hash))) {
        var half = half();
        Files.copy(found.jars().get(i), half, StandardCopyOption.REPLACE_EXISTING);
        put(hash, half);
      }
    }
    if (found.jars().size() > 1 && !Files.exists(folder.resolve(found.hash() + INDEX))) {
      var half = half();
      Files.writeString(half, found.index().text());
      put(found.hash(), half);
    }
    return stored(found.index());
  }

  /** A file to write to; {@link #put} gives it its name. */
  Path half() throws IOException {
    return Files.createTempFile(folder, "half-", "").toAbsolutePath();
  }

  /**
   * Takes a written file as the jar or the index with this hash, on disk before it bears the name.
   * Fails, and removes it, when its content is another.
   */
  void put(String hash, Path half) throws IOException {
    try {
      var is = PackageJar.sha256(half);
      if (!is.equals(hash)) {
        throw new IOException("its SHA-256 is " + is + ", not " + hash);
      }
      try (var file = FileChannel.open(half, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(
          half,
          folder.resolve(hash + (isIndex(half) ? INDEX : JAR)),
          StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** Removes all but these packages. */
  void retain(Set<String> hashes) throws IOException {
    var kept = new HashSet<Path>();
    for (var hash : hashes) {
      kept.add(jar(hash));
      kept.add(folder.resolve(hash + INDEX));
      index(hash).ifPresent(index -> index.entries().forEach(each -> kept.add(jar(each.hash()))));
    }
    for (var file : files()) {
      if (!kept.contains(file) && !name(file).startsWith("half-")) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The packages that have a file here, jars of several included. */
  Set<String> names() throws IOException {
    var names = new HashSet<String>();
    for (var file : files()) {
      var name = name(file);
      var dot = name.lastIndexOf('.');
      if (dot > 0) {
        names.add(name.substring(0, dot));
      }
    }
    return names;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return new ArrayList<>(files.toList());
    }
  }

  private PackageJar stored(PackageIndex index) {
    var jars = index.entries().stream().map(each -> jar(each.hash())).toList();
    return new PackageJar(jars, index);
  }

  private Path jar(String hash) {
    return folder.resolve(hash + JAR);
  }

  private static boolean isIndex(Path file) throws IOException {
    return Files.size(file) <= PackageIndex.MOST_BYTES
        && startsAsText(file)
        && PackageIndex.parse(Files.readString(file)).isPresent();
  }

  private static boolean startsAsText(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.read() == 'f'; // a jar begins with PK
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
