package examples.siteindex;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  private static final String START = "http://h/index.html";
  private final Path out;

  ReportTest(@TempDir Path out) {
    this.out = out;
  }

  private static Finding page(String url, String... links) {
    return new Finding(url, 200, true, "T \"q\"", 3, Finding.join(List.of(links)), 1);
  }

  private List<String> urls() throws IOException {
    return Files.readAllLines(out.resolve(Report.REPORT)).stream()
        .map(line -> new JsonObject(line).getString("url"))
        .toList();
  }

  @Test
  void a_line_says_url_title_words_and_links() throws Exception {
    try (var report = Report.open(out, START)) {
      report.add(List.of(page(START, "http://h/a", "http://h/b")));
    }
    assertThat(out.resolve(Report.REPORT))
        .hasContent(
            "{\"url\":\"http://h/index.html\",\"title\":\"T \\\"q\\\"\",\"words\":3,\"links\":3}\n");
  }

  @Test
  void a_page_that_comes_again_has_one_line() throws Exception {
    try (var report = Report.open(out, START)) {
      report.add(List.of(page(START), page(START)));
      report.add(List.of(page(START), Finding.other("http://h/x", 404)));
    }
    try (var report = Report.open(out, START)) {
      report.add(List.of(page(START)));
    }
    assertThat(urls()).containsExactly(START);
  }

  @Test
  void half_a_line_of_a_killed_process_is_cut_off_and_written_again() throws Exception {
    try (var report = Report.open(out, START)) {
      report.add(List.of(page(START, "http://h/a")));
    }
    Files.writeString(out.resolve(Report.FINDINGS), "{\"url\":\"http://h/a\",\"sta", APPEND);
    Files.writeString(out.resolve(Report.REPORT), "{\"url\":\"htt", APPEND);
    try (var report = Report.open(out, START)) {
      assertThat(report.tally().complete()).isFalse();
      report.add(List.of(page("http://h/a")));
      assertThat(report.tally().complete()).isTrue();
    }
    assertThat(urls()).containsExactly(START, "http://h/a");
  }

  @Test
  void a_finding_whose_line_was_not_written_yet_gets_it_at_the_next_start() throws Exception {
    try (var report = Report.open(out, START)) {
      report.add(List.of(page(START)));
    }
    Files.writeString(out.resolve(Report.REPORT), "");
    Report.open(out, START).close();
    assertThat(urls()).containsExactly(START);
  }

  @Test
  void a_predecessor_that_wakes_up_writes_nothing_anymore() throws Exception {
    try (var frozen = Report.open(out, START)) {
      frozen.add(List.of(page(START)));
      try (var next = Report.open(out, START)) {
        frozen.add(List.of(page("http://h/a")));
        next.add(List.of(page("http://h/a")));
      }
    }
    assertThat(urls()).containsExactly(START, "http://h/a");
  }

  @Test
  void a_file_that_is_no_journal_is_named() throws Exception {
    Files.writeString(out.resolve(Report.FINDINGS), "hello\n");
    assertThatThrownBy(() -> Report.open(out, START)).hasMessageContaining(Report.FINDINGS);
  }
}
