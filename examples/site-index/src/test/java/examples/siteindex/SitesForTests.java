package examples.siteindex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sites for tests of other packages. */
public final class SitesForTests {
  private SitesForTests() {}

  /** The planted site, in a folder that is made. */
  public static Path planted(Path folder) throws IOException {
    return PlantedSite.write(Files.createDirectories(folder));
  }
}
