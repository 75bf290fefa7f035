package io.fleet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CodeTest {
  @Test
  void it_is_found_by_its_class_and_by_its_short_name_in_its_version_only() {
    var code = new Code("url-prober", "x.UrlProber", "1.4.0");
    assertThat(code.fits("x.UrlProber", "1.4.0")).isTrue();
    assertThat(code.fits("url-prober", "1.4.0")).isTrue();
    assertThat(code.fits("url-prober", "1.4.1")).isFalse();
    assertThat(code.isNamed("url-prober")).isTrue();
    assertThat(code.isNamed("UrlProber")).isFalse();
  }

  @Test
  void outside_a_jar_any_version_is_right() {
    assertThat(new Code("a", "A", "").fits("a", "7")).isTrue();
  }

  @Test
  void what_is_not_registered_has_no_short_name() {
    assertThat(new Code("", "A", "").isNamed("")).isFalse();
    assertThat(new Code("", "A", "").isNamed("A")).isTrue();
  }
}
