package examples.siteindex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that the results go to. */
final class Out {
  static final String DEFAULT = ".fleet/site-index";

  private Out() {}

  /** What the config says; its default moves into {@code FLEET_DATA} where that is set. */
  static Path folder(String out) throws IOException {
    return Files.createDirectories(folder(out, System.getenv("FLEET_DATA")));
  }

  static Path folder(String out, @Nullable String data) {
    var moved = data != null && !data.isEmpty() && out.equals(DEFAULT);
    return (moved ? Path.of(data, "site-index") : Path.of(out)).toAbsolutePath();
  }
}
