package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProcessTreeTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final String token = "3601." + ThreadLocalRandom.current().nextInt(100_000, 999_999);

  @AfterEach
  void end_all() {
    Living.withArgument(token).forEach(ShellFixture::kill);
  }

  @Test
  void a_tree_without_root_and_marker_is_empty() {
    ProcessTree tree = ProcessTree.marked(Marker.NONE, List.of());
    assertThat(tree.members(ProcTable.scan())).isEmpty();
  }

  @Test
  void ending_a_slot_takes_its_process_its_daemons_and_nobody_else() {
    Marker marker = Marker.worker("w", Path.of(token)).slot("prober/17");
    Process slot =
        Spawner.start(
            new ProcessBuilder(
                "sh", "-c", "((setsid sleep " + token + " &) &); exec sleep " + token),
            marker);
    Process other = Spawner.start(new ProcessBuilder("sleep", token), Marker.NONE);
    ProcessTree tree = ProcessTree.of(slot, marker);
    await().atMost(SOON).until(() -> Living.withArgument(token).size() == 3);

    ProcessTree.Ended ended = tree.endAll(SOON);

    assertThat(ended.proven()).isTrue();
    assertThat(ended.killed()).isEqualTo(2);
    assertThat(Living.withArgument(token)).containsExactly(other.pid());
  }

  @Test
  void a_daemon_without_environment_is_remembered_once_it_was_seen() {
    Process slot =
        Spawner.start(
            new ProcessBuilder("sh", "-c", "setsid env -i sleep " + token + " & wait"),
            Marker.NONE);
    ProcessTree tree = ProcessTree.of(slot, Marker.NONE);
    await().atMost(SOON).until(() -> Living.withArgument(token).size() == 1);
    assertThat(tree.observe(ProcTable.scan())).hasSize(2);
    slot.destroyForcibly();
    await().atMost(SOON).until(() -> !Living.is(slot.pid()));

    assertThat(tree.endAll(SOON).killed()).isEqualTo(1);
    assertThat(Living.withArgument(token)).isEmpty();
  }

  @Test
  void a_process_that_is_younger_than_the_table_is_not_forgotten() {
    var before = ProcTable.scan();
    ProcessTree tree = ProcessTree.growing(Marker.NONE);
    Process slot = Spawner.start(new ProcessBuilder("sleep", token), Marker.NONE);
    tree.include(slot);

    assertThat(tree.observe(before)).isEmpty();
    assertThat(tree.observe(ProcTable.scan())).extracting(ProcEntry::pid).contains(slot.pid());
  }

  @Test
  void workers_of_one_name_in_two_folders_do_not_end_each_other() {
    Marker mine = Marker.worker("w1", Path.of("/a/" + token));
    Process other =
        Spawner.start(
            new ProcessBuilder("sleep", token), Marker.worker("w1", Path.of("/b/" + token)));
    await().atMost(SOON).until(() -> Living.withArgument(token).size() == 1);
    assertThat(ProcessTree.marked(mine, List.of()).endAll(SOON))
        .isEqualTo(new ProcessTree.Ended(0, List.of(), true));
    assertThat(Living.is(other.pid())).isTrue();
  }

  @Test
  void a_known_pid_that_belongs_to_another_process_now_is_spared() {
    Process process = Spawner.start(new ProcessBuilder("sleep", token), Marker.NONE);
    List<ProcessId> stale = List.of(new ProcessId(process.pid(), 1));
    assertThat(ProcessTree.marked(Marker.NONE, stale).endAll(SOON).killed()).isZero();
    assertThat(Living.is(process.pid())).isTrue();
  }

  @Test
  void this_jvm_and_its_parents_are_never_members() {
    Map<String, String> env = Map.of("PATH", String.valueOf(System.getenv("PATH")));
    assertThat(ProcessTree.marked(new Marker(env), List.of()).observe(ProcTable.scan())).isEmpty();
    assertThat(ProcTable.bears(ProcessHandle.current().pid(), new Marker(env))).isTrue();
    assertThat(
            ProcessTree.marked(new Marker(env), List.of()).members(ProcTable.scan()).stream()
                .map(ProcEntry::pid))
        .doesNotContain(ProcessHandle.current().pid())
        .doesNotContain(ProcessHandle.current().parent().orElseThrow().pid());
  }
}
