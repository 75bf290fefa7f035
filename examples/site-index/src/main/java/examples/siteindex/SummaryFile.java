package examples.siteindex;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code summary.json} up to date: at once when all is complete, else at most twice a second.
 * Readers see the old or the new file, never half of one.
 */
final class SummaryFile {
  static final String NAME = "summary.json";
  private static final long PAUSE_MILLIS = 500;

  private final Path folder;
  private @Nullable Summary written;
  private long writtenAt;

  SummaryFile(Path folder) {
    this.folder = folder;
  }

  void update(Tally tally, long nowMillis) throws IOException {
    var due = written == null || nowMillis - writtenAt >= PAUSE_MILLIS;
    if (!due && !tally.complete()) {
      return;
    }
    var summary = tally.summary(AccessLog.count(folder));
    if (summary.equals(written)) {
      return;
    }
    var fresh = folder.resolve(NAME + ".tmp");
    Files.writeString(fresh, Json.encode(summary) + "\n");
    Files.move(fresh, folder.resolve(NAME), ATOMIC_MOVE);
    written = summary;
    writtenAt = nowMillis;
  }
}
