package examples.siteindex.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import examples.siteindex.check.IndependentCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The sample fleet on a site, a port and a folder of the test's own. */
final class Sample {
  static final Path JAVADOC =
      Launched.ROOT.resolve("examples/site-index/target/site/vertx-core-javadoc.jar");

  final Path data;
  final Path yaml;
  final int port;
  private final Path site;

  Sample(Path folder, Path site) {
    this.site = site;
    data = folder.resolve("data");
    yaml = folder.resolve("fleet.yaml");
    port = freePort();
    try {
      var start = "http://127.0.0.1:" + port + "/index.html";
      var text =
          Files.readString(Launched.ROOT.resolve("conf/fleet.yaml"))
              .replaceAll(
                  "site: examples/\\S+\\.jar.*", "site: \"" + site + "\"\n      port: " + port);
      text =
          text.replaceAll(
              "(class: \\S+FetchPages\\R)", "$1    config: { start: \"" + start + "\" }\n");
      text =
          text.replaceAll(
              "(class: \\S+WriteReport\\R)", "$1    config: { start: \"" + start + "\" }\n");
      Files.writeString(yaml, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path out() {
    return data.resolve("site-index");
  }

  boolean complete() {
    try {
      var summary = out().resolve("summary.json");
      return Files.exists(summary) && Files.readString(summary).contains("\"complete\":true");
    } catch (IOException e) {
      return false;
    }
  }

  List<String> fetched() {
    var log = out().resolve("access.log");
    if (!Files.exists(log)) {
      return List.of();
    }
    try {
      return Files.readAllLines(log).stream().map(line -> line.split(" ")[1]).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Addresses that were fetched more than once. */
  List<String> fetchedAgain() {
    return fetched().stream()
        .collect(Collectors.groupingBy(path -> path, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(e -> e.getValue() > 1)
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** What the fleet wrote is what an independent count of the files gives. */
  void agreesWithTheIndependentCount() {
    try {
      assertThat(IndependentCount.compare(site, "http://127.0.0.1:" + port, out())).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
