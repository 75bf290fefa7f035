package io.fleet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is a small disk of its own, where the machine permits it. */
final class TinyDisk {
  private TinyDisk() {}

  /** Makes the folder and mounts a tmpfs there; does nothing more where that is not permitted. */
  static void mount(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Where that is not permitted, whoever needs the disk looks whether it is mounted.
    Tool.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString());
  }

  static void unmount(Path folder) {
    if (isMounted(folder)) {
      Tool.run("umount", "-l", folder.toString());
    }
  }

  static boolean isMounted(Path folder) {
    try {
      return Files.readString(Path.of("/proc/self/mounts")).contains(" " + folder + " tmpfs ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a file until nothing more fits. */
  static void fill(Path filler) {
    try (var out = Files.newOutputStream(filler)) {
      for (var block = new byte[4096]; ; ) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full, as it should be.
    }
  }
}
