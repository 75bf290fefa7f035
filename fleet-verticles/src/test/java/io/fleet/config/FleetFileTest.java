package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FleetFileTest {
  private static final String GOOD =
      """
      apiVersion: fleet/v1
      kind: Fleet
      metadata: { name: catalogue, labels: { team: data } }
      failover: fast
      defaults:
        slots: 8
        restart: { attempts: 9, delay: 2s }
        rollout: { maxUnavailable: 20%, strategy: rolling }
        config: { every: 1m, headers: { agent: fleet } }
      automations:
        prober:
          class: examples.UrlProber
          version: "1.4.0"
          slots: 200
          config: { urls: [ "https://a.example/" ], headers: { accept: "*/*" } }
          restart: { delay: 500ms, then: quarantine }
          limits: { executeTimeout: 30s }
          placement: { require: { zone: eu }, spread: rack, maxSlotsPerHost: 40 }
        count-words:
          version: 2.0.1
          paused: true
          rollout:
          drain: { deadline: 2m }
      streams:
        probes: { window: 16, delivery: durable }
        companies: { retention: { maxLength: 500 }, maxAttempts: 5 }
      """;

  @Test
  void a_good_file_becomes_a_fleet() {
    var fleet = FleetFile.parse("fleet.yaml", GOOD).spec().orElseThrow();
    assertThat(fleet.name()).isEqualTo("catalogue");
    assertThat(fleet.labels()).containsExactly(Map.entry("team", "data"));
    assertThat(fleet.failover()).isEqualTo(Failover.FAST);
    assertThat(fleet.streams().values())
        .containsExactly(
            new StreamSpec("companies", 256, 500, 5), new StreamSpec("probes", 16, 100_000, 3));
  }

  @Test
  void defaults_are_merged_under_each_automation_key_by_key() {
    var prober = automation(FleetFile.parse("fleet.yaml", GOOD).spec().orElseThrow(), "prober");
    assertThat(prober)
        .isEqualTo(
            new AutomationSpec(
                "prober",
                "examples.UrlProber",
                "1.4.0",
                200,
                false,
                """
                {"every":"1m","headers":{"accept":"*/*","agent":"fleet"},\
                "urls":["https://a.example/"]}""",
                new Restart(
                    9, Duration.ofMinutes(10), Duration.ofMillis(500), 2, Duration.ofMinutes(5)),
                "20%",
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Map.of("zone", "eu"),
                "rack",
                40));
  }

  @Test
  void class_defaults_to_the_name_and_an_empty_group_takes_nothing_away() {
    var words = automation(FleetFile.parse("fleet.yaml", GOOD).spec().orElseThrow(), "count-words");
    assertThat(words.className()).isEqualTo("count-words");
    assertThat(words.version()).isEqualTo("2.0.1");
    assertThat(words.slots()).isEqualTo(8);
    assertThat(words.spread()).isEqualTo("host");
    assertThat(words.maxSlotsPerHost()).isZero();
    assertThat(words.paused()).isTrue();
    assertThat(words.maxUnavailable()).isEqualTo("20%");
    assertThat(words.executeTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(words.drainDeadline()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void yaml_1_2_reads_on_and_010_as_text() {
    var fleet =
        FleetFile.parse(
                "fleet.yaml",
                """
                apiVersion: fleet/v1
                kind: Fleet
                metadata: { name: on }
                automations:
                  a: { version: 010, config: { a: yes, b: 1.10, c: 0x1f, d: ~, e: .inf, f: 1e999 } }
                """)
            .spec()
            .orElseThrow();
    assertThat(fleet.name()).isEqualTo("on");
    assertThat(automation(fleet, "a").version()).isEqualTo("010");
    assertThat(automation(fleet, "a").config())
        .isEqualTo(
            "{\"a\":\"yes\",\"b\":1.1,\"c\":\"0x1f\",\"d\":null,\"e\":\".inf\",\"f\":\"1e999\"}");
  }

  @Test
  void aliases_are_written_out() {
    var fleet =
        FleetFile.parse(
                "fleet.yaml",
                """
                apiVersion: fleet/v1
                kind: Fleet
                metadata: { name: &name shop }
                automations:
                  a: &a { version: "1", config: { list: &list [ 1, 2 ], again: *list, who: *name } }
                  b: *a
                """)
            .spec()
            .orElseThrow();
    assertThat(automation(fleet, "b").config())
        .isEqualTo("{\"again\":[1,2],\"list\":[1,2],\"who\":\"shop\"}");
  }

  @Test
  void a_file_of_a_windows_editor_is_read() {
    var parsed = FleetFile.parse("fleet.yaml", "\ufeff" + GOOD.replace("\n", "\r\n"));
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.spec()).isEqualTo(FleetFile.parse("fleet.yaml", GOOD).spec());
  }

  @Test
  void aliases_may_not_blow_a_file_up() {
    var parsed =
        FleetFile.parse(
            "fleet.yaml",
            """
            a: &a "%s"
            b: [ *a, *a, *a ]
            """
                .formatted("x".repeat(900_000)));
    assertThat(parsed.problems())
        .extracting(each -> each.render("fleet.yaml"))
        .containsExactly("fleet.yaml:2:4: b: written out, its aliases are larger than 2 MiB");
  }

  @Test
  void nothing_to_do_is_a_warning() {
    var parsed =
        FleetFile.parse(
            "fleet.yaml",
            """
            apiVersion: fleet/v1
            kind: Fleet
            metadata: { name: shop }
            automations:
              a: { version: "1", slots: 0 }
            """);
    assertThat(parsed.spec()).isPresent();
    assertThat(parsed.warnings())
        .extracting(each -> each.render("fleet.yaml"))
        .containsExactly("fleet.yaml:5:29: automations.a.slots: 0, so this runs nowhere");
  }

  @Test
  void the_mistakes_of_the_manual_are_told_in_its_words() {
    var parsed =
        FleetFile.parse(
            "fleet.yaml",
            """
            apiVersion: fleet/v1
            kind: Fleet
            automations:
              prober:
                class: examples.UrlProber
                version: 1.10
                slot: 200
                limits: { executeTimeout: 30 }
                rollout: { strategy: cannary }
              Titles:
                version: "1"
            metadata: { name: shop }
            """);
    assertThat(parsed.problems())
        .extracting(each -> each.render("fleet.yaml"))
        .containsExactly(
            """
            fleet.yaml:6:14: automations.prober.version: this is the number 1.1, not the text "1.10". Put quotes around it: version: "1.10\"""",
            """
            fleet.yaml:7:5: automations.prober.slot: unknown field. Did you mean "slots"?""",
            """
            fleet.yaml:8:31: automations.prober.limits.executeTimeout: 30 has no unit. Did you mean 30s?  (units: ms s m h d)""",
            """
            fleet.yaml:9:26: automations.prober.rollout.strategy: "cannary" is not one of rolling, canary, all-at-once. Did you mean canary?""",
            """
            fleet.yaml:10:3: automations.Titles: names are lower case (a-z, 0-9, -), start with a letter, at most 40 long. Try "titles".""");
  }

  @Test
  void a_stored_fleet_is_read_back() {
    var fleet = FleetFile.parse("fleet.yaml", GOOD).spec().orElseThrow();
    assertThat(FleetFile.fromJson(FleetFile.toJson(fleet))).isEqualTo(fleet);
  }

  @Test
  void a_spec_that_was_stored_without_spread_is_spread_over_hosts() {
    var prober = automation(FleetFile.parse("fleet.yaml", GOOD).spec().orElseThrow(), "prober");
    var stored =
        SpecJson.write(prober)
            .replace("\"spread\":\"rack\",", "")
            .replace("\"maxSlotsPerHost\":40,", "");
    assertThat(stored).doesNotContain("spread", "maxSlots");
    assertThat(SpecJson.readAutomation(stored).spread()).isEqualTo("host");
    assertThat(SpecJson.readAutomation(stored).maxSlotsPerHost()).isZero();
  }

  @Test
  void what_is_no_stored_fleet_is_refused_in_one_sentence() {
    assertThatThrownBy(() -> FleetFile.fromJson("{\"apiVersion\":\"fleet/v9\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored as fleet/v9, not fleet/v1");
    assertThatThrownBy(() -> FleetFile.fromJson("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON");
    assertThatThrownBy(() -> SpecJson.readAutomation("{\"name\":\"a\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the stored fleet has no field restart");
  }

  @Test
  void marks_know_the_place_of_every_key_and_value() {
    var parsed = FleetFile.parse("fleet.yaml", GOOD);
    assertThat(parsed.at("automations.prober.config.urls[0]")).contains(new Place(15, 23));
    assertThat(parsed.marks().key("automations.prober.config.urls")).contains(new Place(15, 15));
    assertThat(parsed.at("automations.prober.config.urls[1]")).isEmpty();
    assertThat(parsed.at("automations.nobody")).isEmpty();
  }

  private static AutomationSpec automation(FleetSpec fleet, String name) {
    return Objects.requireNonNull(fleet.automations().get(name));
  }
}
