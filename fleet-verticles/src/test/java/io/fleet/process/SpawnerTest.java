package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SpawnerTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final String token = "3602." + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  @AfterEach
  void end_all() {
    Living.withArgument(token).forEach(ShellFixture::kill);
  }

  @Test
  void a_child_outlives_the_thread_that_asked_for_it() throws Exception {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread asking = Thread.ofPlatform().start(() -> started.complete(readyChild()));
    asking.join();
    Process child = started.get();
    await().during(Duration.ofMillis(500)).atMost(SOON).until(child::isAlive);
  }

  @Test
  void an_interrupt_does_not_leave_a_child_that_is_nobodys() {
    Thread.currentThread().interrupt();
    Process child = Spawner.start(new ProcessBuilder("sleep", token), Marker.NONE);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void a_child_has_its_own_session_and_its_markers_and_no_link_to_the_shell() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "ps -o sid= -p $$; env");
    builder.environment().put("FLEET_SHELL", "1");
    Process child =
        Spawner.start(builder, Marker.worker("w1", java.nio.file.Path.of("/s")).slot("prober/17"));
    List<String> lines = child.inputReader().lines().map(String::strip).toList();
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lines)
        .contains("FLEET_WORKER=w1", "FLEET_SLOT=prober/17", "FLEET_TREE=w1@/s")
        .contains(String.valueOf(child.pid()))
        .doesNotContain("FLEET_SHELL=1");
  }

  @Test
  void a_child_dies_with_its_jvm_unless_told_otherwise() throws Exception {
    Process jvm = Jvm.start(ChurnMain.class, "sleep=" + token);
    await().atMost(SOON).until(() -> Living.withArgument(token).size() == 2);
    long left = Long.parseLong(jvm.inputReader().readLine());
    jvm.destroyForcibly().waitFor();
    await().atMost(SOON).until(() -> Living.withArgument(token).equals(List.of(left)));
  }

  @Test
  void a_missing_program_and_a_missing_folder_are_named() {
    assertThatThrownBy(() -> Spawner.start(new ProcessBuilder("no-such-program"), Marker.NONE))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("no-such-program: no such executable");
    assertThatThrownBy(
            () ->
                Spawner.start(
                    new ProcessBuilder("sleep", "1").directory(new java.io.File("/no/such")),
                    Marker.NONE))
        .hasMessageContaining("/no/such does not exist");
  }

  @Test
  void missing_tools_are_found_out_by_running_them() {
    assertThat(SessionTools.probe("/nowhere")).isEmpty();
    assertThat(SessionTools.probe("/usr/bin:/bin")).isPresent();
  }

  @Test
  void churn_leaves_no_zombie_and_steals_no_exit_code() throws Exception {
    Process jvm = Jvm.start(ChurnMain.class, "churn");
    try {
      assertThat(jvm.inputReader().readLine()).isEqualTo("wrong=0");
      await().atMost(SOON).until(() -> Living.zombiesOf(jvm.pid()).isEmpty());
      jvm.outputWriter().append("\n").flush();
      assertThat(jvm.inputReader().readLine()).isEqualTo("reaped=200");
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Its program runs, so its parent-death signal is set. */
  private Process readyChild() {
    Process child =
        Spawner.start(
            new ProcessBuilder("sh", "-c", "echo ready; exec sleep " + token), Marker.NONE);
    try {
      assertThat(child.inputReader().readLine()).isEqualTo("ready");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return child;
  }
}
