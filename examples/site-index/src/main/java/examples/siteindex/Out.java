package examples.siteindex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that the results go to. */
final class Out {
  static final String DEFAULT = ".fleet/site-index";

  private Out() {}

  /** What the config says; its default moves into the fleet's data folder where there is one. */
  static Path folder(String out) throws IOException {
    return Files.createDirectories(folder(out, data()));
  }

  /**
   * Worker JVMs get it as an environment variable, a worker inside {@code fleet dev} as a property.
   */
  private static @Nullable String data() {
    var variable = System.getenv("FLEET_DATA");
    return variable != null ? variable : System.getProperty("fleet.data");
  }

  static Path folder(String out, @Nullable String data) {
    var moved = data != null && !data.isEmpty() && out.equals(DEFAULT);
    return (moved ? Path.of(data, "site-index") : Path.of(out)).toAbsolutePath();
  }
}
