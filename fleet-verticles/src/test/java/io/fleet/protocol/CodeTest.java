package io.fleet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetFile;
import org.junit.jupiter.api.Test;

final class CodeTest {
  private static final String HASH = "a".repeat(64);

  private static AutomationSpec wants(String className, String version) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations:
          a: { class: %s, version: "%s" }
        """
            .formatted(className, version);
    return FleetFile.parse("f", yaml).spec().orElseThrow().automations().get("a");
  }

  @Test
  void it_is_found_by_its_class_and_by_its_short_name_in_its_version_only() {
    var code = new Code("url-prober", "x.UrlProber", "1.4.0");
    assertThat(code.fits(wants("x.UrlProber", "1.4.0"))).isTrue();
    assertThat(code.fits(wants("url-prober", "1.4.0"))).isTrue();
    assertThat(code.fits(wants("url-prober", "1.4.1"))).isFalse();
    assertThat(code.isNamed("url-prober")).isTrue();
    assertThat(code.isNamed("UrlProber")).isFalse();
  }

  @Test
  void outside_a_jar_any_version_and_any_pin_is_right() {
    assertThat(new Code("a", "A", "").fits(wants("a", "7"))).isTrue();
    assertThat(new Code("a", "A", "").fits(wants("a", "7").pinned(HASH))).isTrue();
  }

  @Test
  void of_a_pinned_version_only_the_very_package_fits() {
    var pinned = wants("A", "1").pinned(HASH);
    assertThat(new Code("a", "A", "1", HASH).fits(pinned)).isTrue();
    assertThat(new Code("a", "A", "1", "b".repeat(64)).fits(pinned)).isFalse();
    assertThat(new Code("a", "A", "1").fits(pinned)).isFalse();
    assertThat(new Code("a", "A", "1", "b".repeat(64)).fits(wants("A", "1"))).isTrue();
    assertThat(new Code("a", "A", "", "b".repeat(64)).fits(wants("A", "1"))).isTrue();
    assertThat(new Code("a", "A", "", "b".repeat(64)).fits(pinned)).isFalse();
  }

  @Test
  void the_code_of_a_worker_that_knows_no_hashes_is_read() {
    var older = "{\"name\":\"a\",\"className\":\"A\",\"version\":\"1\"}";
    assertThat(Wire.read(older, Code.class)).isEqualTo(new Code("a", "A", "1"));
    assertThat(Wire.write(new Code("a", "A", "1"))).isEqualTo(older);
  }

  @Test
  void what_is_not_registered_has_no_short_name() {
    assertThat(new Code("", "A", "").isNamed("")).isFalse();
    assertThat(new Code("", "A", "").isNamed("A")).isTrue();
  }

  @Test
  void people_see_the_beginning_of_the_hash() {
    assertThat(new Code("", "A", "1", HASH).shown()).isEqualTo("1 (aaaaaaaaaaaa)");
    assertThat(new Code("", "A", "").shown()).isEqualTo("any version");
    assertThat(Code.shown("1", "")).isEqualTo("1");
  }
}
