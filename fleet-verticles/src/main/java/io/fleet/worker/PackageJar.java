package io.fleet.worker;

import io.fleet.protocol.PackageIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A package of automations: a jar, and the jars beside it that it needs. These are named in {@code
 * Class-Path} of its manifest, or in a list beside it, a path in each line. The methods block.
 *
 * @param jars where they are, the jar of the automations first
 * @param index what they are by their content
 * @since 0.1
 */
public record PackageJar(List<Path> jars, PackageIndex index) {
  private static final int PIECE = 1 << 16;
  private static final String SERVICES = "META-INF/services/io.fleet.automation.Automation";

  public PackageJar {
    jars = List.copyOf(jars);
  }

  /** SHA-256 of it all. */
  public String hash() {
    return index.hash();
  }

  /** Reads all of it; fails when it is no whole jar. */
  public static PackageJar read(Path jar) throws IOException {
    return of(jars(jar));
  }

  /** The same of a jar that needs these libraries besides. */
  public static PackageJar read(Path jar, List<Path> libraries) throws IOException {
    return of(jars(jar, libraries));
  }

  private static PackageJar of(List<Path> jars) throws IOException {
    var entries = new ArrayList<PackageIndex.Entry>();
    for (var each : jars) {
      entries.add(new PackageIndex.Entry(sha256(each), each.getFileName().toString()));
    }
    return new PackageJar(jars, new PackageIndex(entries));
  }

  /** The jar and what it names, then these libraries; fails for half a jar. */
  public static List<Path> jars(Path jar, List<Path> libraries) throws IOException {
    var all = new LinkedHashSet<>(jars(jar));
    libraries.forEach(each -> all.add(each.toAbsolutePath().normalize()));
    return List.copyOf(all);
  }

  /** The jar and what it names, in the order of the class path; fails for half a jar. */
  static List<Path> jars(Path jar) throws IOException {
    var found = new LinkedHashSet<Path>();
    var waiting = new ArrayDeque<Path>(List.of(jar.toAbsolutePath().normalize()));
    while (!waiting.isEmpty()) {
      var next = waiting.remove();
      if (found.add(next)) {
        waiting.addAll(named(next));
      }
    }
    return List.copyOf(found);
  }

  /** Whether it registers an automation. */
  public static boolean registers(Path jar) {
    try (var open = new JarFile(jar.toFile())) {
      return open.getEntry(SERVICES) != null;
    } catch (IOException notWhole) {
      return false;
    }
  }

  /** What its manifest says is its version; empty when it says none. */
  public static Optional<String> version(Path jar) throws IOException {
    return attribute(jar, Attributes.Name.IMPLEMENTATION_VERSION);
  }

  /** As a JVM does it: what is not there is passed over. */
  private static List<Path> named(Path jar) throws IOException {
    var words =
        new ArrayList<>(
            List.of(attribute(jar, Attributes.Name.CLASS_PATH).orElse("").strip().split("\\s+")));
    if (Files.isRegularFile(list(jar))) {
      words.addAll(Files.readAllLines(list(jar)));
    }
    var named = new ArrayList<Path>();
    for (var word : words) {
      if (word.endsWith(".jar")) {
        resolve(jar, word).filter(Files::isRegularFile).ifPresent(named::add);
      }
    }
    return named;
  }

  /** Where the list of what a jar needs is. */
  public static Path list(Path jar) {
    return jar.resolveSibling(jar.getFileName() + ".classpath");
  }

  private static Optional<Path> resolve(Path jar, String word) {
    try {
      return Optional.of(Path.of(jar.toUri().resolve(URI.create(word.strip()))).normalize());
    } catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException notAFile) {
      return Optional.empty();
    }
  }

  private static Optional<String> attribute(Path jar, Attributes.Name name) throws IOException {
    try (var open = new JarFile(jar.toFile())) {
      var manifest = open.getManifest();
      return manifest == null
          ? Optional.empty()
          : Optional.ofNullable(manifest.getMainAttributes().getValue(name));
    }
  }

  /** SHA-256 of a file. */
  public static String sha256(Path file) throws IOException {
    var digest = PackageIndex.sha256();
    try (var in = Files.newInputStream(file)) {
      var piece = new byte[PIECE];
      for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
