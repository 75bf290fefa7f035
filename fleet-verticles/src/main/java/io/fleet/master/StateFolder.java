package io.fleet.master;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the folder that one master has for itself. The kernel lets go of it when the process ends
 * in whatever way, so it is never stale. Blocking.
 */
final class StateFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel guard;

  private StateFolder(Path folder, FileChannel guard) {
    this.folder = folder;
    this.guard = guard;
  }

  /** Takes it, and makes it when it is missing; {@link IllegalStateException} if it is held. */
  static StateFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
      var guard =
          FileChannel.open(
              folder.resolve("master.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(guard)) {
        guard.close();
        throw new IllegalStateException(
            "Another master uses the state folder "
                + folder
                + ". Stop it, or choose another: --state DIR");
      }
      return new StateFolder(folder, guard);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use the state folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean locked(FileChannel guard) throws IOException {
    try {
      return guard.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process holds it itself
    }
  }

  @Override
  public void close() {
    try {
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give back the state folder " + folder, e);
    }
  }
}
