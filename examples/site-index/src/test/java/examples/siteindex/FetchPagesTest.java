package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fleet.automation.Retry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FetchPagesTest {
  private final Vertx vertx = Vertx.vertx();
  private final MemoryTopics topics = new MemoryTopics();
  private final FetchPages fetch = new FetchPages();
  private final int port;
  private final String url;
  private final FakeRun<FetchPages.Config> run;

  FetchPagesTest() throws Exception {
    port = Pipeline.freePort();
    url = "http://127.0.0.1:" + port + "/x";
    run = new FakeRun<>(new FetchPages.Config(url, Duration.ofSeconds(2)), vertx, topics);
    fetch.setup(run);
    run.commit();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private void serve(Handler<HttpServerRequest> handler) {
    vertx.createHttpServer().requestHandler(handler).listen(port, "127.0.0.1").await();
  }

  private Optional<Page> page() {
    return run.take(FetchPages.PAGES, Duration.ZERO);
  }

  @Test
  void every_slot_may_put_the_start_page_on_the_frontier() {
    fetch.setup(run);
    run.commit();
    assertThat(topics.size(FetchPages.FRONTIER)).isOne();
  }

  @Test
  void a_site_that_is_away_is_asked_again_and_then_fetched() throws Exception {
    assertThat(catchThrowable(() -> fetch.execute(run)))
        .isInstanceOf(Retry.class)
        .hasMessageContaining(url);
    run.rollback();
    serve(request -> request.response().putHeader("Content-Type", "text/html").end("hello"));
    fetch.execute(run);
    run.commit();
    assertThat(page())
        .contains(
            new Page(url, 200, "text/html", Packed.pack("hello".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void a_site_in_trouble_is_asked_again() {
    serve(request -> request.response().setStatusCode(503).end());
    assertThat(catchThrowable(() -> fetch.execute(run)))
        .isInstanceOf(Retry.class)
        .hasMessageContaining("503");
  }

  @Test
  void a_missing_page_and_a_file_that_is_no_page_keep_their_status_only() throws Exception {
    serve(
        request ->
            request.response().setStatusCode(404).putHeader("Content-Type", "text/html").end("no"));
    fetch.execute(run);
    run.commit();
    assertThat(page()).contains(new Page(url, 404, "text/html", ""));
  }

  @Test
  void a_page_that_no_record_can_hold_is_noted_and_sent_without_its_body() throws Exception {
    var noise = PlantedSite.noise(2_000_000);
    serve(request -> request.response().putHeader("Content-Type", "text/html").end(noise));
    fetch.execute(run);
    run.commit();
    assertThat(page()).contains(new Page(url, 200, "text/html", ""));
    assertThat(run.notes).containsExactly("page is too big, sent without its body");
  }
}
