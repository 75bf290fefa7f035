package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.testkit.Jars;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One record that nobody can execute, among many that are executed beside it in the same worker
 * JVM. What is told of it is told by the command line alone.
 */
final class PoisonIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int NUMBERS = 300;
  private static final int POISON = 13;

  private static final String FEEDER =
      """
      package shop;
      import io.fleet.automation.*;
      import io.fleet.stream.*;
      public final class Feeder extends ContinuousAutomation<Feeder.Config> {
        public record Config(int count) {}
        public record Number(int n) {}
        public static final Topic<Number> NUMBERS =
            Topic.of("numbers", Number.class).uniqueBy(Number::n);
        @Override public Topics topics() { return Topics.none().emits(NUMBERS); }
        @Override public Next execute(Run<Config> run) {
          for (var n = 0; n < run.config().count(); n++) { run.emit(NUMBERS, new Number(n)); }
          return Next.in(java.time.Duration.ofHours(1));
        }
      }
      """;

  private static final String EATER =
      """
      package shop;
      import io.fleet.automation.*;
      import io.fleet.stream.*;
      import java.nio.file.*;
      public final class Eater extends ContinuousAutomation<Eater.Config> {
        public record Config(Path folder, boolean halts) {}
        @Override public Topics topics() { return Topics.none().takes(Feeder.NUMBERS); }
        @Override public Next execute(Run<Config> run) throws Exception {
          var n = run.take(Feeder.NUMBERS).n();
          say(run, "tried", n);
          Thread.sleep(20);
          if (n == %d && run.config().halts()) { Runtime.getRuntime().halt(3); }
          if (n == %d) { throw new IllegalStateException("cannot eat " + n); }
          say(run, "eaten", n);
          return Next.now();
        }
        private static void say(Run<Config> run, String what, int n) throws Exception {
          var file = run.config().folder().resolve(what + "-" + run.slot().index());
          Files.writeString(file, n + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
      """
          .formatted(POISON, POISON);

  @TempDir Path folder;
  private Path seen;
  private ChaosRedis redis;
  private Chief master;
  private Host worker;
  private int asked;

  @BeforeEach
  void start() throws IOException {
    seen = Files.createDirectories(folder.resolve("seen"));
    redis = new ChaosRedis(folder.resolve("redis"));
    var members = List.of("127.0.0.1:" + Place.freePort(), "127.0.0.1:" + Place.freePort());
    var token = "poison-" + ThreadLocalRandom.current().nextInt(100_000, 999_999);
    var place = new Place(folder, "poison", token, redis.port(), members);
    master = new Chief("m1", place, List.of());
    master.daemon().start();
    var automations = Files.createDirectories(folder.resolve("automations"));
    Jars.of()
        .version("1")
        .service("shop.Feeder")
        .service("shop.Eater")
        .source("shop.Feeder", FEEDER)
        .source("shop.Eater", EATER)
        .writeOld(automations.resolve("shop.jar"));
    worker = new Host("w1", place, automations);
    worker.shell().start();
    await().atMost(LONG).ignoreExceptions().until(() -> fleet("status").exit() == 0);
  }

  @AfterEach
  void end() {
    worker.close();
    master.close();
    redis.close();
  }

  @Test
  void a_record_that_throws_is_tried_three_times_and_eaten_when_a_person_has_mended_it() {
    apply(false);
    var letter = theOnlyLetter();
    assertThat(letter.getString("reason")).startsWith("failed 3 times").contains("cannot eat 13");
    assertThat(numbers("tried")).filteredOn(n -> n == POISON).hasSize(3);
    allOthersAreEaten();

    var id = letter.getString("id");
    var changed = fleet("dead", "edit", "numbers", id, "--payload", "{\"n\":1013}");
    assertThat(changed.exit()).as(changed.said()).isZero();
    assertThat(fleet("dead", "show", "numbers", id).said()).contains("1013", "edited");
    assertThat(fleet("dead", "retry", "numbers", id).said()).contains("1 letter put back.");
    await().atMost(LONG).until(() -> numbers("eaten").contains(1013));
    assertThat(fleet("dead", "list").said()).contains("None. Good.");
  }

  @Test
  void a_record_that_kills_its_process_is_tried_twice_and_takes_no_neighbour_with_it() {
    apply(true);
    var letter = theOnlyLetter();
    assertThat(letter.getString("reason")).isEqualTo("what executed it died 2 times");
    assertThat(numbers("tried")).filteredOn(n -> n == POISON).hasSize(2);
    allOthersAreEaten();
    assertThat(letters()).hasSize(1);
  }

  private void apply(boolean halts) {
    try {
      var file =
          Files.writeString(
              folder.resolve("fleet.yaml"),
              """
              apiVersion: fleet/v1
              kind: Fleet
              metadata: { name: poison }
              failover: fast
              automations:
                feeder: { class: shop.Feeder, version: "1", slots: 1, config: { count: %d } }
                eater:
                  class: shop.Eater
                  version: "1"
                  slots: 10
                  restart: { delay: 50ms }
                  config: { folder: "%s", halts: %s }
              streams:
                numbers: { window: 1000 }
              """
                  .formatted(NUMBERS, seen, halts));
      await().atMost(LONG).until(() -> fleet("apply", file.toString(), "--detach").exit() == 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject theOnlyLetter() {
    await().atMost(LONG).until(() -> !letters().isEmpty());
    assertThat(letters()).hasSize(1);
    return letters().getFirst();
  }

  private List<JsonObject> letters() {
    var answer = fleet("dead", "list", "numbers", "-o", "json");
    if (answer.exit() != 0) {
      return List.of();
    }
    var items = new ArrayList<JsonObject>();
    new JsonObject(answer.said())
        .getJsonObject("data")
        .getJsonArray("items")
        .forEach(item -> items.add((JsonObject) item));
    return items;
  }

  private void allOthersAreEaten() {
    var others = IntStream.range(0, NUMBERS).filter(n -> n != POISON).boxed().toList();
    await().atMost(LONG).untilAsserted(() -> assertThat(numbers("eaten")).containsAll(others));
  }

  private List<Integer> numbers(String what) {
    return IntStream.range(0, 10)
        .mapToObj(slot -> seen.resolve(what + "-" + slot))
        .filter(Files::exists)
        .flatMap(
            file -> {
              try {
                return Files.readAllLines(file).stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .map(Integer::valueOf)
        .toList();
  }

  private record Answer(int exit, String said) {}

  private Answer fleet(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", master.url()));
    try (var command = new Daemon("cli-" + asked++, folder, java.util.Map.of(), all)) {
      command.start();
      var exit = command.exit(LONG);
      return new Answer(exit, command.said());
    }
  }
}
