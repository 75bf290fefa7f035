package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import examples.siteindex.check.IndependentCount;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineTest {
  private final Path temp;
  private final Path out;

  PipelineTest(@TempDir Path temp) throws Exception {
    this.temp = temp;
    this.out = Files.createDirectory(temp.resolve("out"));
  }

  @Test
  void a_site_with_planted_faults_is_counted_right() throws Exception {
    var site = PlantedSite.write(temp.resolve("site"));
    try (var pipeline = new Pipeline(site, out)) {
      pipeline.report();
      assertThat(pipeline.complete())
          .isEqualTo(
              new JsonObject()
                  .put("pages", PlantedSite.PAGES)
                  .put("links", PlantedSite.LINKS)
                  .put("broken", PlantedSite.BROKEN)
                  .put("fetches", PlantedSite.FETCHES)
                  .put("complete", true));
      assertThat(IndependentCount.compare(site, pipeline.base, out)).isEmpty();
    }
  }

  @Test
  void a_report_that_dies_half_way_is_finished_by_the_next_one() throws Exception {
    var site = PlantedSite.write(temp.resolve("site"));
    try (var pipeline = new Pipeline(site, out)) {
      pipeline.report().kill();
      assertThat(Files.readAllLines(out.resolve(Report.FINDINGS))).isNotEmpty();
      pipeline.report();
      pipeline.complete();
      assertThat(IndependentCount.compare(site, pipeline.base, out)).isEmpty();
    }
  }

  @Test
  void a_finished_report_stays_as_it_is_when_started_again() throws Exception {
    var site = PlantedSite.write(temp.resolve("site"));
    try (var pipeline = new Pipeline(site, out)) {
      var report = pipeline.report();
      pipeline.complete();
      report.close();
      Files.delete(out.resolve(SummaryFile.NAME));
      pipeline.report();
      pipeline.complete();
      assertThat(IndependentCount.compare(site, pipeline.base, out)).isEmpty();
    }
  }

  @Test
  void the_javadoc_of_a_real_library_is_counted_as_by_walking_through_its_files() throws Exception {
    var site = Path.of("target/site/vertx-core-javadoc.jar");
    try (var pipeline = new Pipeline(site, out)) {
      pipeline.report();
      await().until(() -> Files.exists(out.resolve(Report.REPORT)));
      pipeline.complete();
      assertThat(IndependentCount.compare(site, pipeline.base, out)).isEmpty();
      assertThat(IndependentCount.count(site, pipeline.base).pages()).isGreaterThan(600);
    }
  }
}
