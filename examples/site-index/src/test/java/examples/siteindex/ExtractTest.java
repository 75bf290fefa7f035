package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtractTest {
  private static Finding extract(String html) {
    return Extract.from(
        new Page(
            "http://h/a/b.html",
            200,
            "text/html; charset=utf-8",
            Packed.pack(html.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|0",
        "one|1",
        "<p>one</p><p>two</p>|2",
        "one<br>two&nbsp;three  four|4",
        "one <script>no word</script><!-- no word --><b>t</b>wo|2",
      })
  void words_are_what_stands_between_spaces_in_the_text(String body, int words) {
    assertThat(extract(body).words()).isEqualTo(words);
  }

  @Test
  void links_are_distinct_and_split_at_the_border_of_the_site() {
    var finding =
        extract(
            "<a href=c.html>1</a><a href='c.html#x'>2</a><a href='http://h/a/c.html?q'>3</a>"
                + "<a href=/d.html>4</a><a href=http://o/>5</a><a href='http://o/#x'>6</a>"
                + "<a href='mailto:x@o'>7</a><a href='javascript:x'>8</a><link href=e.css>");
    assertThat(finding.links()).containsExactly("http://h/a/c.html", "http://h/d.html");
    assertThat(finding.outside()).isEqualTo(2);
  }

  @Test
  void the_first_base_moves_relative_links_but_not_the_border() {
    var finding =
        extract(
            "<base href='http://o/x/'><base href='/y/'><a href=c.html>1</a><a href=http://h/d>2</a>");
    assertThat(finding.links()).containsExactly("http://h/d");
    assertThat(finding.outside()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mailto:x@o", "http://a b/", "http://[/"})
  void a_base_that_leads_nowhere_is_passed_over(String base) {
    assertThat(extract("<base href='" + base + "'><a href=c.html>1</a>").links())
        .containsExactly("http://h/a/c.html");
  }

  @Test
  void a_title_is_read_and_a_missing_one_is_empty() {
    assertThat(extract("<title> Gr\u00fc\u00dfe\n you </title>").title())
        .isEqualTo("Gr\u00fc\u00dfe you");
    assertThat(extract("<p>no title").title()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"404,text/html", "200,text/plain", "301,text/html", "200,''"})
  void anything_but_found_html_is_no_page(int status, String type) {
    var body = Packed.pack("<a href=c.html>".getBytes(StandardCharsets.UTF_8));
    var finding = Extract.from(new Page("http://h/x", status, type, body));
    assertThat(finding).isEqualTo(Finding.other("http://h/x", status));
  }

  @Test
  void a_page_with_very_many_links_still_fits_into_a_record() {
    var html = new StringBuilder();
    for (var i = 0; i < 40_000; i++) {
      html.append("<a href='some/folder/with/a/long/name/page-").append(i).append(".html'></a>");
    }
    var finding = extract(html.toString());
    assertThat(finding.links()).hasSize(40_000);
    assertThat(finding.inside().length()).isLessThan(1 << 20);
  }
}
