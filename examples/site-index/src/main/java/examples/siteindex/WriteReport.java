package examples.siteindex;

import com.google.auto.service.AutoService;
import io.fleet.automation.Automation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.config.Default;
import io.fleet.config.Doc;
import io.fleet.stream.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stage 3: checks the links and writes the report, one line a page whatever happens. Needs one
 * slot.
 *
 * @since 0.1
 */
@AutoService(Automation.class)
@SuppressWarnings("rawtypes") // a service line cannot name the config type
public final class WriteReport extends ContinuousAutomation<WriteReport.Config> {
  private static final int BATCH = 64;

  /**
   * Where the report goes.
   *
   * @param start the first page, as for the fetching
   * @param out folder of the results
   */
  public record Config(
      @Doc("the page that leads to all others") @Default(FetchPages.START) String start,
      @Doc("folder of the results; moves into FLEET_DATA where that is set") @Default(Out.DEFAULT)
          String out) {}

  private @Nullable Report report;
  private @Nullable SummaryFile summary;

  @Override
  public Topics topics() {
    return takes(ExtractPages.FINDINGS);
  }

  @Override
  public Next execute(Run<Config> run) throws Exception {
    var batch = batch(run);
    var folder = Out.folder(run.config().out());
    var open = report == null ? Report.open(folder, run.config().start()) : report;
    report = null; // after a failed write the files say what is known, not this object
    try {
      open.add(batch);
      report = open;
    } finally {
      if (report == null) {
        open.close();
      }
    }
    summary = summary == null ? new SummaryFile(folder) : summary;
    summary.update(open.tally(), run.clock().millis());
    return Next.now();
  }

  @Override
  public void teardown(Run<Config> run) throws IOException {
    if (report != null) {
      report.close();
    }
  }

  /** One write to the disk serves all that is waiting. */
  private static List<Finding> batch(Run<Config> run) {
    var batch = new ArrayList<Finding>();
    var next = run.take(ExtractPages.FINDINGS, Duration.ofMillis(500));
    while (next.isPresent()) {
      batch.add(next.get());
      next =
          batch.size() < BATCH
              ? run.take(ExtractPages.FINDINGS, Duration.ofMillis(5))
              : Optional.empty();
    }
    return batch;
  }
}
