package examples.siteindex;

import com.google.auto.service.AutoService;
import io.fleet.automation.Automation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Retry;
import io.fleet.automation.Run;
import io.fleet.config.Default;
import io.fleet.config.Doc;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;

/**
 * Stage 1: fetches every address of the frontier. The frontier takes an address once for the whole
 * fleet, so any number of slots may run, and each may put the start page there.
 *
 * @since 0.1
 */
@AutoService(Automation.class)
@SuppressWarnings("rawtypes") // a service line cannot name the config type
public final class FetchPages extends ContinuousAutomation<FetchPages.Config> {
  static final String START = "http://127.0.0.1:8099/index.html";

  /** Addresses to fetch, each once. */
  public static final Topic<Link> FRONTIER = Topic.of("frontier", Link.class).uniqueBy(Link::url);

  /** Answers of the site. */
  public static final Topic<Page> PAGES = Topic.of("pages", Page.class);

  /** A record holds 1 MiB; 8 KiB are for what is not the body. */
  static final int MAX_BODY = (1 << 20) - 8192;

  /**
   * Where to begin.
   *
   * @param start the first page
   * @param timeout of one fetch
   */
  public record Config(
      @Doc("the page that leads to all others") @Default(START) String start,
      @Doc("of one fetch") @Default("10s") Duration timeout) {}

  @Override
  public Topics topics() {
    return takes(FRONTIER).emits(FRONTIER, PAGES);
  }

  @Override
  public void setup(Run<Config> run) {
    run.emit(FRONTIER, new Link(run.config().start()));
  }

  @Override
  public Next execute(Run<Config> run) throws Exception {
    var link = run.take(FRONTIER, Duration.ofSeconds(1));
    if (link.isPresent()) {
      run.emit(PAGES, page(run, link.get().url()));
    }
    return Next.now();
  }

  private static Page page(Run<Config> run, String url) throws Exception {
    var reply = get(run, url);
    var type = reply.headers().get("Content-Type");
    var page = new Page(url, reply.statusCode(), type == null ? "" : type, "");
    var body = reply.body();
    if (!page.isHtml() || body == null) {
      return page;
    }
    var packed = Packed.pack(body.getBytes());
    if (packed.length() > MAX_BODY) {
      run.note("page is too big, sent without its body", "url", url, "bytes", body.length());
      return page;
    }
    return new Page(url, page.status(), page.contentType(), packed);
  }

  private static HttpResponse<Buffer> get(Run<Config> run, String url) throws Exception {
    var request =
        run.web().getAbs(url).followRedirects(false).timeout(run.config().timeout().toMillis());
    HttpResponse<Buffer> reply;
    try {
      reply = request.send().await();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        throw e;
      }
      throw Retry.after(Duration.ofSeconds(2), "no answer from " + url + ": " + e.getMessage());
    }
    if (reply.statusCode() >= 500) {
      throw Retry.after(Duration.ofSeconds(2), url + " answered " + reply.statusCode());
    }
    return reply;
  }
}
