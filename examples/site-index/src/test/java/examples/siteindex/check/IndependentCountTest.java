package examples.siteindex.check;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IndependentCountTest {
  private static final String BASE = "http://127.0.0.1:8099";
  private final Path temp;

  IndependentCountTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    write("site/index.html", "<a href=a.html>a</a> <a href=gone.html>gone</a>");
    write("site/a.html", "<a href='index.html#x'>up</a> <a href=http://o/>out</a>");
    write("site/lonely.html", "nobody links here");
    write(
        "out/report.jsonl",
        """
        {"url":"http://127.0.0.1:8099/index.html","title":"","words":1,"links":2}
        {"url":"http://127.0.0.1:8099/a.html","title":"","words":1,"links":2}
        """);
    write(
        "out/summary.json",
        "{\"pages\":2,\"links\":4,\"broken\":1,\"fetches\":3,\"complete\":true}");
    write("out/access.log", "t /index.html 200\nt /a.html 200\nt /gone.html 404\n");
  }

  private void write(String name, String text) throws IOException {
    var file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void pages_links_and_broken_ones_are_counted_from_the_files() throws Exception {
    assertThat(IndependentCount.count(temp.resolve("site"), BASE))
        .isEqualTo(new IndependentCount.Count(2, 4, 1));
  }

  @Test
  void equal_counts_differ_in_nothing() throws Exception {
    assertThat(IndependentCount.compare(temp.resolve("site"), BASE, temp.resolve("out"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report.jsonl|a.html|b.html|/b.html is reported, but no page of the site",
        "report.jsonl|a.html|index.html|/index.html has 2 lines in the report",
        "report.jsonl|a.html|index.html|/a.html is not in the report",
        "report.jsonl|\"links\":2|\"links\":5|/a.html has 2 links, the report says 5",
        "summary.json|\"pages\":2|\"pages\":3|pages: counted 2, summary.json says 3",
        "summary.json|\"links\":4|\"links\":3|links: counted 4, summary.json says 3",
        "summary.json|\"broken\":1|\"broken\":0|broken: counted 1, summary.json says 0",
        "summary.json|true|false|summary.json says that it is not complete",
        "access.log|/a.html|/b.html|/a.html is in no line of access.log",
      })
  void every_kind_of_difference_is_named(String file, String from, String to, String difference)
      throws Exception {
    var path = temp.resolve("out").resolve(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
    assertThat(IndependentCount.compare(temp.resolve("site"), BASE, temp.resolve("out")))
        .contains(difference);
  }

  @Test
  void a_fetch_that_the_summary_does_not_know_is_a_difference() throws Exception {
    Files.writeString(temp.resolve("out/access.log"), "t /a.html 200\n", APPEND);
    assertThat(IndependentCount.compare(temp.resolve("site"), BASE, temp.resolve("out")))
        .containsExactly("fetches: counted 4, summary.json says 3");
  }
}
