package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.automation.ContinuousAutomation;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The whole sample in one process, over topics in memory. */
final class Pipeline implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final MemoryTopics topics = new MemoryTopics();
  private final List<FakeSlot<?>> slots = new ArrayList<>();
  private final Path out;
  final String base;

  Pipeline(Path site, Path out) throws IOException {
    this.out = out;
    var port = freePort();
    base = "http://127.0.0.1:" + port;
    start(new SiteServer(), new SiteServer.Config(site.toString(), port, out.toString()));
    for (var i = 0; i < 6; i++) {
      start(new FetchPages(), new FetchPages.Config(base + "/index.html", Duration.ofSeconds(10)));
    }
    for (var i = 0; i < 4; i++) {
      start(new ExtractPages(), new ExtractPages.Config());
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  FakeSlot<?> report() {
    return start(new WriteReport(), new WriteReport.Config(base + "/index.html", out.toString()));
  }

  private <C> FakeSlot<C> start(ContinuousAutomation<C> automation, C config) {
    var slot = new FakeSlot<>(automation, new FakeRun<>(config, vertx, topics));
    slots.add(slot);
    return slot;
  }

  JsonObject complete() throws IOException {
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> slots.forEach(slot -> assertThat(slot.errors).isEmpty()))
        .until(() -> summary().getBoolean("complete", false));
    return summary();
  }

  private JsonObject summary() throws IOException {
    var file = out.resolve(SummaryFile.NAME);
    return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
  }

  @Override
  public void close() {
    slots.forEach(FakeSlot::stop);
    slots.forEach(FakeSlot::close);
    vertx.close().await();
  }
}
