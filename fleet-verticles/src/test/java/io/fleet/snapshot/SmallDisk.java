package io.fleet.snapshot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 64 KiB, which root may mount and others skip. */
record SmallDisk(Path folder) {
  static SmallDisk mount(Path folder) throws Exception {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString()) == 0,
        "a small disk cannot be mounted here: needs root");
    return new SmallDisk(folder);
  }

  void fill() throws IOException {
    try (var out = Files.newOutputStream(folder.resolve("filler"))) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(folder.resolve("filler"));
  }

  void readOnly() throws Exception {
    assumeTrue(run("mount", "-o", "remount,ro", folder.toString()) == 0);
  }

  void close() throws Exception {
    run("umount", "-l", folder.toString());
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
