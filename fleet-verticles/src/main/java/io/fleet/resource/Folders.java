package io.fleet.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temp folders of a worker, each for one generation, all below its state folder, which its lock
 * makes ours alone: what is there when the worker starts is of the dead. The methods block;
 * thread-safe.
 */
final class Folders {
  private static final Logger log = LoggerFactory.getLogger(Folders.class);

  private final Path root;

  Folders(Path state) {
    this.root = state.toAbsolutePath().normalize().resolve("tmp");
  }

  /** What earlier lives of the worker left; to be asked before the first folder is made. */
  List<Path> left() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var left = Files.list(root)) {
      return left.toList();
    } catch (IOException e) {
      log.warn("folder={} outcome=not-swept error={}", root, e.toString());
      return List.of();
    }
  }

  /** A folder with that name that only we may enter. */
  Path make(String name) {
    try {
      Files.createDirectories(root);
      return Files.createDirectory(
          root.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make a temp folder in " + root + " (" + e.getMessage() + ").", e);
    }
  }

  /** Removes a folder and all that is in it, following no link; whether nothing is left. */
  boolean remove(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover(false));
    } catch (IOException e) {
      log.warn("folder={} outcome=not-removed error={}", folder, e.toString());
    }
    return Files.notExists(folder);
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    private final boolean locked;

    Remover(boolean locked) {
      this.locked = locked;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (!locked && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        // Code may have locked itself out of its own folder; that must not keep us from it.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.walkFileTree(file, new Remover(true));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(dir);
      return FileVisitResult.CONTINUE;
    }
  }
}
