package io.fleet.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.LocalPort;
import io.fleet.automation.SlotInfo;
import io.fleet.automation.TempFolder;
import io.fleet.process.Cgroup;
import io.fleet.protocol.Balance;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeasesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path state;
  private final String token = "3602." + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  private final Vertx vertx = Vertx.vertx();
  private Resources resources;
  private Leases leases;

  @BeforeEach
  void begin() {
    resources = new Resources("w1", state);
    resources.start(false);
    leases = generation(7);
  }

  @AfterEach
  void end() {
    Sleepers.with(token).forEach(each -> each.destroyForcibly());
    leases.endGeneration();
    resources.close();
    vertx.close();
  }

  @Test
  void a_command_says_what_it_printed_and_how_it_ended() throws Exception {
    var done =
        leases
            .lease(Children.class)
            .run(
                Command.of("sh", "-c", "echo out; echo err >&2; pwd; echo $A; exit 3")
                    .with("A", "b"));
    assertThat(done.exit()).isEqualTo(3);
    assertThat(done.ok()).isFalse();
    assertThat(done.output().lines())
        .containsExactly("out", "err", leases.lease(TempFolder.class).path().toString(), "b");
  }

  @Test
  void a_program_that_is_not_there_is_said_in_one_sentence() {
    var children = leases.lease(Children.class);
    assertThatThrownBy(() -> children.start(Command.of("no-such-program", "secret")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-program")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_time_out_ends_a_child_and_all_below_it() throws Exception {
    var done =
        leases
            .lease(Children.class)
            .run(
                Command.of("sh", "-c", "sleep " + token + " & sleep " + token)
                    .within(Duration.ofMillis(300)));
    assertThat(done.timedOut()).isTrue();
    assertThat(done.exit()).isEqualTo(137);
    await().atMost(SOON).until(() -> Sleepers.with(token).isEmpty());
  }

  @Test
  void what_an_execution_leased_ends_with_it_daemons_included_and_the_rest_stays() {
    var kept = leases.lease(Children.class).start(Command.of("sleep", token));
    leases.beginExecution();
    leases.lease(Children.class).start(daemons());
    await().atMost(SOON).until(() -> Sleepers.with(token).size() == 3);

    leases.endExecution();

    assertThat(Sleepers.with(token)).hasSize(1);
    assertThat(kept.isAlive()).isTrue();
    assertThat(processes()).isEqualTo(new Balance(3, 0, 2));
    leases.endGeneration();
    assertThat(Sleepers.with(token)).isEmpty();
  }

  @Test
  void nothing_of_a_generation_outlives_it_and_the_ledger_is_even() throws Exception {
    var children = leases.lease(Children.class);
    children.run(Command.of("true"));
    children.start(daemons());
    Files.writeString(leases.lease(TempFolder.class).path().resolve("x"), "y");
    var port = leases.lease(LocalPort.class).number();
    await().atMost(SOON).until(() -> Sleepers.with(token).size() == 2);

    leases.endGeneration();

    assertThat(Sleepers.with(token)).isEmpty();
    assertThat(state.resolve("tmp")).isEmptyDirectory();
    assertThat(resources.ledger().totals())
        .containsEntry(Kind.PROCESS, new Balance(3, 1, 2))
        .containsEntry(Kind.FOLDER, new Balance(1, 1, 0))
        .containsEntry(Kind.PORT, new Balance(1, 1, 0));
    assertThat(resources.ledger().leaks()).isEmpty();
    assertThat(resources.ledger().of("crawler/3")).isEmpty();
    assertThat(port).isBetween(1024, 65_535);
  }

  @Test
  void a_daemon_that_hides_at_once_ends_with_its_lease_where_groups_may_be_made() throws Exception {
    assumeTrue(Cgroup.below("fleet-test-" + token).isPresent(), "no cgroup v2 to make groups in");
    Cgroup.below("fleet-test-" + token).ifPresent(Cgroup::remove);
    leases.beginExecution();
    leases
        .lease(Children.class)
        .run(Command.of("sh", "-c", "((env -i setsid sleep " + token + " &) &) ; exit 0"));
    await().atMost(SOON).until(() -> Sleepers.with(token).size() == 1);

    leases.endExecution();

    await().atMost(SOON).until(() -> Sleepers.with(token).isEmpty());
  }

  @Test
  void what_a_worker_and_its_shell_left_when_both_were_killed_ends_at_the_next_start()
      throws Exception {
    assumeTrue(Cgroup.below("fleet-test-" + token).isPresent(), "no cgroup v2 to make groups in");
    Cgroup.below("fleet-test-" + token).ifPresent(Cgroup::remove);
    leases
        .lease(Children.class)
        .run(Command.of("sh", "-c", "((env -i setsid sleep " + token + " &) &) ; exit 0"));
    await().atMost(SOON).until(() -> Sleepers.with(token).size() == 1);

    try (var next = new Resources("w1", state)) {
      next.start(false);
      await().atMost(SOON).until(() -> Sleepers.with(token).isEmpty());
    }
  }

  @Test
  void an_interrupt_neither_keeps_a_child_alive_nor_is_lost() {
    leases.lease(Children.class).start(daemons());
    await().atMost(SOON).until(() -> Sleepers.with(token).size() == 2);
    Thread.currentThread().interrupt();

    leases.endGeneration();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Sleepers.with(token)).isEmpty();
    assertThat(resources.ledger().leaks()).isEmpty();
  }

  @Test
  void a_locked_folder_with_links_out_is_removed_and_what_they_mean_stays() throws IOException {
    var outside = Files.createDirectory(state.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "!");
    var folder = leases.lease(TempFolder.class).path();
    var locked = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(locked.resolve("c"), "c");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    locked.toFile().setReadable(false);
    locked.toFile().setExecutable(false);

    leases.endGeneration();

    assertThat(folder).doesNotExist();
    assertThat(outside.resolve("precious")).exists();
  }

  @Test
  void folders_of_an_earlier_life_are_removed_and_those_of_this_one_are_not() throws IOException {
    var old = Files.createDirectories(state.resolve("tmp/crawler.3.1/deep"));
    try (var next = new Resources("w1", state)) {
      next.start(false);
      var fresh =
          next.of(
                  () -> new SlotInfo("crawler", 3, 5, 8),
                  () -> vertx,
                  LeasesTest.class.getClassLoader())
              .lease(TempFolder.class)
              .path();
      await().atMost(SOON).until(() -> Files.notExists(old.getParent()));
      assertThat(fresh).exists();
    }
  }

  @Test
  void ports_that_are_held_are_not_given_twice() {
    var held = new java.util.HashSet<Integer>();
    for (var i = 0; i < 200; i++) {
      assertThat(held.add(leases.lease(LocalPort.class).number())).isTrue();
    }
  }

  @Test
  void what_nobody_provides_names_what_there_is() {
    assertThatThrownBy(() -> leases.lease(java.sql.Connection.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.sql.Connection")
        .hasMessageContaining("io.fleet.automation.Children");
  }

  @Test
  void a_lease_that_was_given_back_starts_nothing_more() {
    leases.beginExecution();
    var children = leases.lease(Children.class);
    leases.endExecution();
    assertThatThrownBy(() -> children.start(Command.of("true")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("crawler/3");
  }

  @Test
  void what_is_open_when_its_generation_has_ended_is_a_leak() {
    var account = resources.ledger().open("crawler/4", 8);
    account.opened(Kind.LEASE);
    account.end();
    assertThat(resources.ledger().leaks()).containsEntry(Kind.LEASE, new Balance(1, 0, 0));
  }

  private Leases generation(long gen) {
    return resources.of(
        () -> new SlotInfo("crawler", 3, 5, gen), () -> vertx, LeasesTest.class.getClassLoader());
  }

  private Balance processes() {
    return resources.ledger().of("crawler/3").orElseThrow().get(Kind.PROCESS);
  }

  private Command daemons() {
    return Command.of("sh", "-c", "((setsid sleep " + token + " &) &); exec sleep " + token);
  }
}
