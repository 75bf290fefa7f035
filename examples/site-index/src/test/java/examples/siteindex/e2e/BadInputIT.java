package examples.siteindex.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.testkit.RedisServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong: one sentence that says what to do, the right exit code, never a stack trace.
 */
final class BadInputIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private String fails(int exit, String... words) {
    try (var command = Launched.fleet(folder, words)) {
      assertThat(command.exit(LONG)).as(command.output()).isEqualTo(exit);
      assertThat(command.output()).doesNotContain("\tat ").doesNotContain("Exception");
      return command.output();
    }
  }

  @Test
  void every_problem_of_a_file_is_said_at_once() throws Exception {
    var yaml = folder.resolve("fleet.yaml");
    Files.writeString(
        yaml,
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: bad }
        automations:
          fetch:
            class: examples.siteindex.FetchPages
            version: "0.1.0"
            slot: 3
            limits: { executeTimeout: 30 }
        """);
    assertThat(fails(4, "validate", yaml.toString()))
        .contains("fleet.yaml:8:5: automations.fetch.slot: unknown field. Did you mean \"slots\"?")
        .contains("fleet.yaml:9:31: automations.fetch.limits.executeTimeout: 30 has no unit.")
        .contains("2 problems. Nothing was sent.");
  }

  @Test
  void what_only_the_code_can_tell_has_its_line_too() throws Exception {
    var yaml = folder.resolve("fleet.yaml");
    Files.writeString(
        yaml,
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: bad }
        automations:
          fetch:
            class: examples.siteindex.FetchPage
            version: "0.1.0"
          report:
            class: examples.siteindex.WriteReport
            version: "0.2.0"
            config: { outt: x }
        """);
    assertThat(fails(4, "validate", yaml.toString()))
        .contains(
            "fleet.yaml:6:12: automations.fetch.class: examples.siteindex.FetchPage is not on the class path")
        .contains("fleet.yaml:10:14: automations.report.version")
        .contains(
            "fleet.yaml:11:15: automations.report.config.outt: unknown field. Did you mean \"out\"?");
  }

  @Test
  void a_hostile_file_is_refused() throws Exception {
    var yaml = folder.resolve("fleet.yaml");
    Files.writeString(yaml, "a: " + "[".repeat(1_000_000));
    assertThat(fails(4, "validate", yaml.toString())).contains("fleet.yaml:1:");
  }

  @Test
  void a_missing_file_a_wrong_word_and_an_absent_master_are_told() {
    assertThat(fails(4, "validate", "nowhere.yaml")).contains("There is no file nowhere.yaml");
    assertThat(fails(2, "aply", "x")).contains("Did you mean").contains("apply");
    assertThat(fails(5, "--url", "http://127.0.0.1:1", "status"))
        .contains("Cannot reach the master");
  }

  @Test
  void a_port_in_use_is_named_with_a_free_one() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              fails(
                  1,
                  "dev",
                  "--http",
                  "127.0.0.1:" + taken.getLocalPort(),
                  "--data",
                  folder.resolve("data").toString(),
                  "--no-open"))
          .contains("Port " + taken.getLocalPort() + " is taken")
          .contains("Choose another: --http 127.0.0.1:");
    }
  }

  @Test
  void an_absent_redis_ends_a_daemon_with_its_address_and_the_cure() {
    assertThat(
            fails(
                1,
                "master",
                "--redis",
                "redis://127.0.0.1:1",
                "--http",
                "127.0.0.1:" + Sample.freePort(),
                "--state",
                folder.resolve("m").toString()))
        .contains("redis://127.0.0.1:1");
  }

  @Test
  void a_redis_that_evicts_is_refused() {
    var options =
        RedisServer.Options.in(folder.resolve("redis"))
            .withExtraArgs("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
    try (var redis = RedisServer.start(options)) {
      assertThat(
              fails(
                  78,
                  "master",
                  "--redis",
                  redis.url(),
                  "--http",
                  "127.0.0.1:" + Sample.freePort(),
                  "--state",
                  folder.resolve("m").toString()))
          .contains("evicts keys")
          .contains("noeviction");
    }
  }

  @Test
  void listening_beyond_loopback_without_a_token_is_refused() {
    assertThat(
            fails(
                78, "master", "--http", "0.0.0.0:8080", "--state", folder.resolve("m").toString()))
        .contains("Refusing to listen");
  }
}
