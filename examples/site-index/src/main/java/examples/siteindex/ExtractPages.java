package examples.siteindex;

import com.google.auto.service.AutoService;
import io.fleet.automation.Automation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;

/**
 * Stage 2: reads title, words and links of each page, and puts its links into the site on the
 * frontier, which drops those it has seen.
 *
 * @since 0.1
 */
@AutoService(Automation.class)
@SuppressWarnings("rawtypes") // a service line cannot name the config type
public final class ExtractPages extends ContinuousAutomation<ExtractPages.Config> {
  /** What is known of each address. */
  public static final Topic<Finding> FINDINGS = Topic.of("findings", Finding.class);

  /** Nothing to set. */
  public record Config() {}

  @Override
  public Topics topics() {
    return takes(FetchPages.PAGES).emits(FetchPages.FRONTIER, FINDINGS);
  }

  @Override
  public Next execute(Run<Config> run) {
    var page = run.take(FetchPages.PAGES, Duration.ofSeconds(1));
    if (page.isPresent()) {
      var finding = Extract.from(page.get());
      finding.links().forEach(link -> run.emit(FetchPages.FRONTIER, new Link(link)));
      run.emit(FINDINGS, finding);
    }
    return Next.now();
  }
}
