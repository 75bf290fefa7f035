package examples.siteindex.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import examples.siteindex.SitesForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fleet dev} as a person runs it. */
final class DevIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Pattern HEALED =
      Pattern.compile("RUNNING again, the last after ([0-9.]+) s");

  @TempDir Path folder;

  @Test
  void one_process_indexes_a_site_with_every_trap_and_ends_by_itself() throws Exception {
    var sample = new Sample(folder, SitesForTests.planted(folder.resolve("site")));
    try (var dev =
        Launched.fleet(
            folder,
            "dev",
            sample.yaml.toString(),
            "--data",
            sample.data.toString(),
            "--duration",
            "20s",
            "--no-open")) {
      assertThat(dev.exit(LONG)).as(dev.output()).isZero();
      assertThat(dev.output()).contains("Healthy. 12 of 12 slots running.").contains("Stopped.");
    }
    assertThat(sample.complete()).isTrue();
    sample.agreesWithTheIndependentCount();
    assertThat(sample.fetchedAgain()).isEmpty();
    assertThat(Processes.with(sample.data.toString())).isEmpty();
  }

  @Test
  void a_killed_worker_heals_before_the_eyes_of_the_dashboard_and_nothing_is_lost()
      throws Exception {
    var sample = new Sample(folder, Sample.JAVADOC);
    var http = "127.0.0.1:" + Sample.freePort();
    try (var dev =
            Launched.fleet(
                folder,
                "dev",
                sample.yaml.toString(),
                "--workers",
                "3",
                "--http",
                http,
                "--data",
                sample.data.toString(),
                "--no-open");
        var playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser = playwright.chromium().launch(chromium())) {
      dev.awaitOutput("Dashboard http://", LONG);
      var page =
          browser.newPage(
              new com.microsoft.playwright.Browser.NewPageOptions().setViewportSize(1280, 860));
      page.navigate("http://" + http + "/");
      verdict(page, "well", 60_000);
      await().atMost(LONG).until(() -> sample.fetched().size() >= 60 || sample.complete());
      Processes.kill(Processes.worker("dev-2", sample.data));
      // The page sees it fall, and sees it heal, without a reload.
      dev.awaitOutput("dev-2 died, its death is certified", Duration.ofSeconds(20));
      dev.awaitOutput("RUNNING again", Duration.ofSeconds(20));
      var healed = HEALED.matcher(dev.output());
      assertThat(healed.find()).isTrue();
      assertThat(Double.parseDouble(healed.group(1))).as(dev.output()).isLessThan(3);
      dev.awaitOutput("worker dev-2 up again, start 2", LONG);
      verdict(page, "well", 30_000);
      page.getByTestId("slot-grid").press("Home");
      page.navigate("http://" + http + "/?slot=fetch/0");
      PlaywrightAssertions.assertThat(page.getByTestId("slot-state")).containsText("RUNNING");
      PlaywrightAssertions.assertThat(page.getByTestId("slot-timeline")).containsText("ASSIGNED");
      var shot = Launched.ROOT.resolve("target/dashboard.png");
      Files.createDirectories(shot.getParent());
      page.screenshot(new Page.ScreenshotOptions().setPath(shot));
      await().atMost(LONG).until(sample::complete);
      dev.terminate();
      assertThat(dev.exit(LONG)).as(dev.output()).isZero();
    }
    sample.agreesWithTheIndependentCount();
    // At most what the killed worker had in its hands: one record a slot, and what was read ahead
    // is not begun.
    assertThat(sample.fetchedAgain()).hasSizeLessThanOrEqualTo(12);
    assertThat(Processes.with(sample.data.toString())).isEmpty();
  }

  private static void verdict(Page page, String word, double millis) {
    PlaywrightAssertions.assertThat(page.getByTestId("verdict"))
        .hasAttribute(
            "data-verdict",
            word,
            new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                .setTimeout(millis));
  }

  private static BrowserType.LaunchOptions chromium() {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(installed())
        .setArgs(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
  }

  /** The system's Chromium, as {@code ./fleet setup} installs it. */
  private static Path installed() {
    return List.of("chromium", "chromium-browser", "google-chrome").stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("No Chromium on the PATH. Install it: ./fleet setup"));
  }
}
