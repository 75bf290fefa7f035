package io.fleet.api;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import io.fleet.protocol.PackageIndex;
import io.fleet.protocol.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages that this master keeps for workers, each file under its SHA-256. The methods block,
 * and are called one after the other.
 */
final class Shelf {
  /** What one file may weigh. */
  static final long MOST_BYTES = 256L << 20;

  /** What all of them may weigh together. */
  static final long MOST_BYTES_ALL = 4L << 30;

  private static final Logger log = LoggerFactory.getLogger(Shelf.class);
  private static final String LABEL = ".json";
  private static final int PIECE = 1 << 16;

  /** What is known of a file besides its content. */
  private record Label(long atMillis, List<Code> code) {
    Label {
      code = List.copyOf(code);
    }
  }

  private final Path folder;
  private final InstantSource clock;

  private Shelf(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** In this folder, which is made when it is missing. */
  static Shelf in(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (var half : files.filter(each -> name(each).startsWith("half-")).toList()) {
        Files.delete(half);
      }
    }
    return new Shelf(folder, clock);
  }

  /** The file with this hash, if it is here. */
  Optional<Path> find(String hash) {
    var file = folder.resolve(hash);
    return PackageIndex.HASH.matcher(hash).matches() && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** A file to write to, for {@link #take}. */
  Path half() throws IOException {
    return Files.createTempFile(folder, "half-", "").toAbsolutePath();
  }

  /**
   * Takes a written file under its hash.
   *
   * @param code the automations in it; none for a jar that others need
   * @param pinned packages that fleet.yaml asks for now, which stay
   * @throws ApiFailure when its content is another, or a jar of an index is missing
   */
  void take(String hash, Path half, List<Code> code, Set<String> pinned) throws IOException {
    try {
      var is = sha256(half);
      if (!is.equals(hash)) {
        throw new ApiFailure(400, "The SHA-256 of what was sent is " + is + ", not " + hash + ".");
      }
      insistOnJars(half);
      try (var file = FileChannel.open(half, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      prune(pinned);
      var all = list().stream().mapToLong(Shelved::bytes).sum();
      if (all + Files.size(half) > MOST_BYTES_ALL) {
        throw new ApiFailure(507, "The packages of this master weigh 4 GiB already. Wait a day.");
      }
      var label = new Label(clock.millis(), code);
      Files.writeString(folder.resolve(hash + LABEL), Wire.write(label));
      Files.move(half, folder.resolve(hash), StandardCopyOption.ATOMIC_MOVE);
      log.info("package taken hash={} automations={}", hash, code.size());
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private void insistOnJars(Path half) throws IOException {
    for (var jar : jars(half)) {
      if (find(jar).isEmpty()) {
        throw new ApiFailure(409, "The package names a jar that is not here: send " + jar + ".");
      }
    }
  }

  /** All that is here, the newest first. */
  List<Shelved> list() throws IOException {
    var all = new ArrayList<Shelved>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (PackageIndex.HASH.matcher(name(file)).matches()) {
          var label = label(file);
          all.add(
              new Shelved(
                  name(file), Files.size(file), jars(file), label.code(), label.atMillis()));
        }
      }
    }
    all.sort(Comparator.comparingLong(Shelved::atMillis).reversed().thenComparing(Shelved::hash));
    return List.copyOf(all);
  }

  /** Pins each automation to the newest package that is here of its version. */
  FleetSpec pin(FleetSpec wanted) throws IOException {
    var all = list();
    return wanted.withEach(
        each -> each.code().isEmpty() ? newest(all, each).map(each::pinned).orElse(each) : each);
  }

  private static Optional<String> newest(List<Shelved> all, AutomationSpec automation) {
    return all.stream()
        .filter(item -> item.code().stream().anyMatch(code -> code.fits(automation)))
        .map(Shelved::hash)
        .findFirst();
  }

  private void prune(Set<String> pinned) throws IOException {
    for (var over : Shelved.over(list(), pinned, clock.millis())) {
      Files.deleteIfExists(folder.resolve(over));
      Files.deleteIfExists(folder.resolve(over + LABEL));
      log.info("package dropped hash={}", over);
    }
  }

  private Label label(Path file) throws IOException {
    var label = folder.resolve(name(file) + LABEL);
    return Files.exists(label)
        ? Wire.read(Files.readString(label), Label.class)
        : new Label(Files.getLastModifiedTime(file).toMillis(), List.of());
  }

  /** The jars that an index names; none of a jar. */
  private static List<String> jars(Path file) throws IOException {
    if (Files.size(file) > PackageIndex.MOST_BYTES || !startsAsText(file)) {
      return List.of();
    }
    return PackageIndex.parse(Files.readString(file)).stream()
        .flatMap(index -> index.entries().stream())
        .map(PackageIndex.Entry::hash)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  private static boolean startsAsText(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.read() == 'f'; // a jar begins with PK
    }
  }

  private static String sha256(Path file) throws IOException {
    var digest = PackageIndex.sha256();
    try (var in = Files.newInputStream(file)) {
      var piece = new byte[PIECE];
      for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
