package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConfigHashTest {
  private static final String BASE = "{ class: a, version: \"1\", config: { x: 1, y: [ 2 ] } }";

  @Test
  void it_is_twelve_hex_characters_and_the_same_for_ever() {
    // Workers of another release compare with it: this value may not change.
    assertThat(hash(BASE)).isEqualTo("54d239f58d6e");
  }

  @Test
  void what_needs_a_new_generation_changes_it() {
    assertThat(
            Stream.of(
                    BASE,
                    BASE.replace("class: a", "class: b"),
                    BASE.replace("\"1\"", "\"2\""),
                    BASE.replace("x: 1", "x: 2"),
                    BASE.substring(0, BASE.length() - 1) + ", limits: { executeTimeout: 1s } }",
                    BASE.substring(0, BASE.length() - 1) + ", drain: { deadline: 1s } }",
                    BASE.substring(0, BASE.length() - 1) + ", threading: platform }",
                    BASE.substring(0, BASE.length() - 1) + ", threading: process }",
                    BASE.substring(0, BASE.length() - 1)
                        + ", threading: process, resources: { memory: 512Mi } }")
                .map(ConfigHashTest::hash))
        .doesNotHaveDuplicates();
  }

  @Test
  void what_changes_in_place_does_not_change_it() {
    var more =
        ", slots: 9, paused: true, restart: { attempts: 1 }, rollout: { maxUnavailable: 1 },"
            + " placement: { require: { zone: eu }, spread: none, maxSlotsPerHost: 3 } }";
    assertThat(hash(BASE.substring(0, BASE.length() - 1) + more)).isEqualTo(hash(BASE));
    assertThat(hash(BASE.replace("x: 1, y: [ 2 ]", "y: [ 2 ], x: 1"))).isEqualTo(hash(BASE));
  }

  private static String hash(String automation) {
    var fleet =
        FleetFile.parse(
                "f",
                "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: x }\nautomations:\n  a: "
                    + automation)
            .spec()
            .orElseThrow();
    return ConfigHash.of(Objects.requireNonNull(fleet.automations().get("a")));
  }
}
