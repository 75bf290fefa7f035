package io.fleet.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a small file as a whole: a reader sees the old text or the new one, never a part. */
final class Durable {
  private Durable() {}

  /** On return the text survives a power cut. */
  static void write(Path file, String text) throws IOException {
    replace(file, text, true);
  }

  /** Survives the end of this process, not a power cut. */
  static void writeLoosely(Path file, String text) throws IOException {
    replace(file, text, false);
  }

  private static void replace(Path file, String text, boolean sync) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (sync) {
        channel.force(true);
      }
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    if (sync) {
      // The rename is durable only when the folder is.
      try (FileChannel folder =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }
}
