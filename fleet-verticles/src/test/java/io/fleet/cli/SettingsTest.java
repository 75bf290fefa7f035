package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  @TempDir private Path dir;

  @Test
  void a_flag_wins_over_the_environment_that_over_the_file_that_over_the_default()
      throws IOException {
    var conf = conf("{\"redis\": \"redis://c:1\", \"http\": \"c:1\", \"fleet\": \"from-conf\"}");

    var settings =
        Settings.resolve(
            Key.master(),
            Map.of("--redis", "redis://f:1"),
            Map.of("FLEET_REDIS", "redis://e:1", "FLEET_HTTP", "e:1"),
            conf);

    assertThat(settings.setting("redis").text()).isEqualTo("redis://f:1");
    assertThat(settings.setting("redis").origin()).isEqualTo("flag --redis");
    assertThat(settings.setting("http").text()).isEqualTo("e:1");
    assertThat(settings.setting("http").origin()).isEqualTo("FLEET_HTTP");
    assertThat(settings.setting("fleet").text()).isEqualTo("from-conf");
    assertThat(settings.setting("fleet").origin()).isEqualTo(conf.toString());
    assertThat(settings.setting("state").text()).isEqualTo(".fleet/master");
    assertThat(settings.setting("state").origin()).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xml", "JSON", ""})
  void a_format_of_logs_that_is_not_there_is_refused_with_those_that_are(String format) {
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    Key.worker(), Map.of("--log-format", format), Map.of(), dir.resolve("none")))
        .hasMessage(
            "\"" + format + "\" is not one of text, json (key logFormat, from flag --log-format).");
  }

  @Test
  void print_conf_shows_each_value_with_its_origin_and_no_password() throws IOException {
    var conf = conf("{\"redis\": \"redis://:hush@127.0.0.1:6379\"}");

    var said = Said.by("master", "--print-conf", "--conf", conf.toString(), "--fleet", "shop");

    assertThat(said.exit()).isZero();
    assertThat(said.answer())
        .contains("redis://***@127.0.0.1:6379")
        .doesNotContain("hush")
        .containsPattern("fleet +shop +flag --fleet")
        .containsPattern("http +127.0.0.1:8080 +default")
        .containsPattern("redis .*" + java.util.regex.Pattern.quote(conf.toString()));
  }

  @Test
  void the_password_of_a_snapshot_in_a_database_is_not_shown() {
    var said =
        Said.by(
            "master",
            "--print-conf",
            "--rebuild-snapshot",
            "--snapshot",
            "postgresql://me:hu/s@h@db:5432/fleet?password=hush");

    assertThat(said.exit()).isZero();
    assertThat(said.answer())
        .containsPattern("snapshot +postgresql://\\*\\*\\*@db:5432/fleet.* +flag --snapshot")
        .containsPattern("rebuildSnapshot +true +flag --rebuild-snapshot")
        .containsPattern("state +.fleet/master +default")
        .doesNotContain("hu/s", "hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"master", "worker"})
  void the_conf_files_of_the_repository_say_the_defaults(String role) {
    var keys = role.equals("master") ? Key.master() : Key.worker();
    var file = Path.of(System.getProperty("fleet.root"), "conf", role + ".json");

    var settings = Settings.resolve(keys, Map.of("--conf", file.toString()), Map.of(), file);

    for (var key : keys) {
      assertThat(settings.text(key.name())).as(key.name()).isEqualTo(key.fallback());
    }
  }

  @Test
  void settings_become_the_config_of_the_verticle() throws IOException {
    var conf =
        conf("{\"labels\": {\"zone\": \"eu\", \"disk\": \"ssd\"}, \"classes\": [\"a\", \"b\"]}");

    var config = Settings.resolve(Key.worker(), Map.of("--capacity", "7"), Map.of(), conf).config();

    assertThat(config.getInteger("capacity")).isEqualTo(7);
    assertThat(config.getJsonObject("labels"))
        .isEqualTo(new JsonObject().put("zone", "eu").put("disk", "ssd"));
    assertThat(config.getJsonArray("classes")).isEqualTo(JsonArray.of("a", "b"));
    assertThat(config.fieldNames()).noneMatch(name -> name.contains("."));
  }

  @Test
  void a_child_process_that_gets_the_flags_sees_the_same() throws IOException {
    var conf =
        conf(
            "{\"labels\": {\"zone\": \"eu\"}, \"cluster\": {\"members\": [\"127.0.0.1:1\", \"127.0.0.1:2\"]}}");
    var parent = Settings.resolve(Key.worker(), Map.of("--name", "w-1"), Map.of(), conf);
    var flags = new java.util.HashMap<String, String>();
    for (var i = 0; i < parent.flags().size(); i += 2) {
      flags.put(parent.flags().get(i), parent.flags().get(i + 1));
    }

    var child = Settings.resolve(Key.worker(), flags, Map.of(), dir.resolve("none.json"));

    assertThat(child.config()).isEqualTo(parent.config());
    assertThat(child.cluster()).isEqualTo(parent.cluster());
    assertThat(child.cluster().members()).containsExactly("127.0.0.1:1", "127.0.0.1:2");
  }

  @Test
  void the_port_of_the_event_bus_must_not_be_one_of_the_members() {
    var flags =
        Map.of("--cluster-port", "7401", "--cluster-members", "127.0.0.1:7401,127.0.0.1:7402");
    var settings = Settings.resolve(Key.worker(), flags, Map.of(), dir.resolve("none.json"));

    assertThatThrownBy(settings::cluster)
        .hasMessageContaining("port 7401 is one of cluster.members")
        .hasMessageContaining("flag --cluster-port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"capasity\": 3}      | unknown key \"capasity\". Did you mean capacity?",
        "{\"cluster\": {\"hots\": \"a\"}} | unknown key \"cluster.hots\". Did you mean cluster.host?",
        "{\"capacity\": \"x\"}  | \"x\" is no whole number (key capacity, from",
        "{\"labels\": \"zone\"} | \"zone\" is no name=value (key labels, from",
        "[1]                    | is no JSON object",
        "{\"capacity\":         | is no JSON object",
      })
  void a_bad_conf_file_is_one_sentence_and_exit_4(String json, String sentence) throws IOException {
    var conf = conf(json);

    assertThatThrownBy(() -> Settings.resolve(Key.worker(), Map.of(), Map.of(), conf))
        .isInstanceOfSatisfying(
            CommandFailed.class,
            e -> {
              assertThat(e.exit()).isEqualTo(Exit.INVALID);
              assertThat(e.sentence())
                  .contains(sentence)
                  .doesNotContain("\n")
                  .contains(conf.toString());
            });
  }

  @Test
  void a_conf_file_that_was_named_must_be_there() {
    assertThatThrownBy(
            () -> Settings.resolve(Key.worker(), Map.of("--conf", "no.json"), Map.of(), dir))
        .hasMessageContaining("Cannot read the conf file no.json");
  }

  @ParameterizedTest
  @CsvSource({"Web-01.example.com,web-01-example-com", "_x,x", "___,worker", "a b,a-b"})
  void the_hosts_name_becomes_a_workers_name(String host, String name) {
    assertThat(WorkerName.fromHost(host)).isEqualTo(name);
  }

  private Path conf(String json) throws IOException {
    return Files.writeString(dir.resolve("conf.json"), json);
  }
}
