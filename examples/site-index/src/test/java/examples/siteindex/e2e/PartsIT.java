package examples.siteindex.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and worker as daemons of their own, and as verticles of Vert.x's launcher. */
final class PartsIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private RedisServer redis;
  private Sample sample;
  private String http;
  private String member;

  @BeforeEach
  void start() {
    redis = RedisServer.start(RedisServer.Options.in(folder.resolve("redis")));
    sample = new Sample(folder, Sample.JAVADOC);
    http = "127.0.0.1:" + Sample.freePort();
    member = "127.0.0.1:" + Sample.freePort();
  }

  @AfterEach
  void end() {
    redis.close();
  }

  private Launched cli(String... words) {
    return Launched.fleet(folder, Map.of("FLEET_URL", "http://" + http), words);
  }

  private void answers(int exit, String text, String... words) {
    try (var command = cli(words)) {
      assertThat(command.exit(LONG)).as(command.output()).isEqualTo(exit);
      assertThat(command.output())
          .contains(text)
          .doesNotContain("Exception")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_fleet_is_run_in_parts_and_ends_cleanly() {
    try (var master =
            Launched.fleet(
                folder,
                "master",
                "--redis",
                redis.url(),
                "--http",
                http,
                "--cluster-members",
                member,
                "--state",
                folder.resolve("master").toString());
        var worker =
            Launched.fleet(
                folder,
                Map.of("FLEET_DATA", sample.data.toString()),
                "worker",
                "--redis",
                redis.url(),
                "--name",
                "w1",
                "--cluster-members",
                member,
                "--http",
                "127.0.0.1:" + Sample.freePort(),
                "--state",
                folder.resolve("w1").toString())) {
      master.awaitOutput("leading epoch=1", LONG);
      worker.awaitOutput("boot begins", LONG);
      answers(0, "Healthy. 12 of 12 slots running.", "apply", sample.yaml.toString(), "--yes");
      answers(0, "Nothing to change", "apply", sample.yaml.toString(), "--yes");
      answers(0, "Healthy", "status");
      answers(0, "\"verdict\" : \"well\"", "status", "-o", "json");
      answers(0, "RUNNING", "explain", "fetch/0");
      answers(1, "No automation", "explain", "fetsh/0");
      answers(0, "STARTED", "events");
      await().atMost(LONG).until(sample::complete);
      sample.agreesWithTheIndependentCount();
      worker.terminate();
      assertThat(worker.exit(LONG)).as(worker.output()).isZero();
      answers(1, "slots", "status");
      master.terminate();
      assertThat(master.exit(LONG)).as(master.output()).isZero();
    }
    assertThat(Processes.with(folder.toString(), "io.fleet.cli.Main")).isEmpty();
  }

  @Test
  void the_habit_of_vertx_run_works() throws Exception {
    var conf = folder.resolve("master.json");
    java.nio.file.Files.writeString(
        conf,
        """
        { "redis": "%s", "http": "%s", "state": "%s", "cluster": { "members": ["%s"] } }
        """
            .formatted(redis.url(), http, folder.resolve("master"), member));
    var worker = folder.resolve("worker.json");
    java.nio.file.Files.writeString(
        worker,
        """
        { "redis": "%s", "name": "w1", "state": "%s", "cluster": { "members": ["%s"] } }
        """
            .formatted(redis.url(), folder.resolve("w1"), member));
    try (var first = run("io.fleet.master.MasterVerticle", conf)) {
      first.awaitOutput("leading epoch=1", LONG);
      try (var second = run("io.fleet.worker.WorkerVerticle", worker)) {
        second.awaitOutput("boot begins", LONG);
        answers(0, "Healthy. 12 of 12 slots running.", "apply", sample.yaml.toString(), "--yes");
      }
    }
  }

  private Launched run(String verticle, Path conf) {
    var examples = Launched.ROOT.resolve("examples/site-index/target");
    var core = Launched.ROOT.resolve("fleet-verticles/target/fleet-verticles-0.1.0.jar");
    // As a user does it: -jar for the core alone; here the examples are beside it, so -cp and the
    // same main class.
    var command =
        verticle.contains("master")
            ? List.of(java(), "-jar", core.toString(), "run", verticle)
            : List.of(
                java(),
                "-cp",
                core
                    + ":"
                    + examples.resolve("site-index-0.1.0.jar")
                    + ":"
                    + examples.resolve("lib/*"),
                "io.fleet.cli.Main",
                "run",
                verticle);
    var all = new java.util.ArrayList<>(command);
    all.addAll(
        List.of(
            "-cluster", "-conf", conf.toString(), "-cluster-host", "127.0.0.1", "-instances", "1"));
    return Launched.start(folder, Map.of("FLEET_DATA", sample.data.toString()), all);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
