package planted.r3.fleet.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Planted: I/O. */
final class ReadsAFile {
  String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
