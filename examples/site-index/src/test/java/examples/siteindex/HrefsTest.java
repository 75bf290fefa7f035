package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HrefsTest {
  private static final URI PAGE = URI.create("http://h:81/a/b/c.html");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "d.html|http://h:81/a/b/d.html",
        " d.html |http://h:81/a/b/d.html",
        "./d.html|http://h:81/a/b/d.html",
        "../d.html|http://h:81/a/d.html",
        "../../../../d.html|http://h:81/d.html",
        "/d.html|http://h:81/d.html",
        "d/|http://h:81/a/b/d/",
        ".|http://h:81/a/b/",
        "..|http://h:81/a/",
        "../..|http://h:81/",
        "''|http://h:81/a/b/c.html",
        "#x|http://h:81/a/b/c.html",
        "?x|http://h:81/a/b/c.html",
        "d.html?x#y|http://h:81/a/b/d.html",
        "d.html#x?y|http://h:81/a/b/d.html",
        "d e.html|http://h:81/a/b/d%20e.html",
        "d%20e.html|http://h:81/a/b/d%20e.html",
        "50%.html|http://h:81/a/b/50%25.html",
        "é.html|http://h:81/a/b/%C3%A9.html",
        "d[1].html|http://h:81/a/b/d%5B1%5D.html",
        "d\\e.html|http://h:81/a/b/d/e.html",
        "d//e.html|http://h:81/a/b/d//e.html",
        "HTTP://H:81/d.html|http://h:81/d.html",
        "http://h:80/d.html|http://h/d.html",
        "http://h:81|http://h:81/",
        "//o/d.html|http://o/d.html",
        "https://o/d.html?x|https://o/d.html",
        "mailto:a@o?subject=x|mailto:a@o",
        "http://a b/|http://a b/",
      })
  void an_href_leads_where_a_browser_goes(String href, String target) {
    assertThat(Hrefs.resolve(PAGE, href)).contains(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:show(1);", " JavaScript:void(0)", "data:text/html,x"})
  void an_action_is_no_link(String href) {
    assertThat(Hrefs.resolve(PAGE, href)).isEmpty();
  }

  @Test
  void a_site_ends_at_its_scheme_host_and_port() {
    assertThat(Hrefs.isInside(PAGE, "http://h:81/x")).isTrue();
    assertThat(Hrefs.isInside(PAGE, "http://h:811/x")).isFalse();
    assertThat(Hrefs.isInside(PAGE, "http://h/x")).isFalse();
    assertThat(Hrefs.isInside(PAGE, "https://h:81/x")).isFalse();
    assertThat(Hrefs.isInside(PAGE, "mailto:h")).isFalse();
  }
}
