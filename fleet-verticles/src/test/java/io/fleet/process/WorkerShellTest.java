package io.fleet.process;

import static io.fleet.process.ShellFixture.SOON;
import static io.fleet.process.ShellFixture.kill;
import static io.fleet.process.ShellFixture.script;
import static io.fleet.process.ShellFixture.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerShellTest {
  private final Path dir;
  private final ShellFixture fixture;

  WorkerShellTest(@TempDir Path dir) {
    this.dir = dir;
    this.fixture = new ShellFixture(dir);
  }

  @AfterEach
  void end_all() {
    fixture.close();
  }

  @Test
  void a_killed_worker_leaves_nobody_and_is_certified_once_and_started_again() throws Exception {
    fixture.shell(0, fixture.daemons());
    long worker = fixture.start(1);
    await().atMost(SOON).until(() -> fixture.living(1_000).size() == 11);

    kill(worker);

    await().atMost(Duration.ofSeconds(1)).until(() -> fixture.living(1_000).isEmpty());
    await().atMost(SOON).until(() -> fixture.living(2_000).size() == 11);
    // The second figure is how many processes of the boot lived when it was certified.
    assertThat(fixture.lines("certificates")).containsExactly("1000 0");
  }

  @Test
  void as_the_first_process_of_a_namespace_it_buries_orphans_and_leaves_nobody() throws Exception {
    assumeTrue(mayUnshare(), "PID namespaces are not permitted here");
    Process unshare = fixture.firstShell(fixture.daemons());
    long inside = fixture.start(1);
    await().atMost(SOON).until(() -> fixture.living(1_000).size() == 11);
    long shell = Living.outside(unshare.pid(), 1);

    kill(Living.outside(unshare.pid(), inside));

    await().atMost(Duration.ofSeconds(1)).until(() -> fixture.living(1_000).isEmpty());
    await().atMost(SOON).until(() -> fixture.living(2_000).size() == 11);
    await().atMost(SOON).until(() -> Living.zombiesOf(shell).isEmpty());
    assertThat(fixture.lines("certificates")).containsExactly("1000 0");

    signal("TERM", shell);
    assertThat(unshare.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.living(2_000)).isEmpty();
  }

  private static boolean mayUnshare() throws Exception {
    return new ProcessBuilder("unshare", "--pid", "--fork", "--mount-proc", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void a_worker_killed_at_once_leaves_nobody_either() throws Exception {
    fixture.shell(0, fixture.daemons());
    kill(fixture.start(1));
    kill(fixture.start(2));
    kill(fixture.start(3));
    await().atMost(SOON).until(() -> fixture.living(4_000).size() == 11);
    assertThat(fixture.living(1_000)).isEmpty();
    assertThat(fixture.living(2_000)).isEmpty();
    assertThat(fixture.living(3_000)).isEmpty();
  }

  @Test
  void exit_codes_other_than_0_and_78_start_the_worker_again() throws Exception {
    Process shell =
        fixture.shell(
            0,
            script(
                "echo $$ >> "
                    + dir
                    + "/starts; case $boot in 1000) exit 75;; 2000) kill -9 $$;; 3000) exit 1;;"
                    + " *) exit 0;; esac"));
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    assertThat(fixture.lines("starts")).hasSize(4);
    assertThat(fixture.lines("certificates")).endsWith("4000 0").doesNotHaveDuplicates();
  }

  @Test
  void exit_code_78_ends_the_shell_with_78() throws Exception {
    Process shell = fixture.shell(0, script("echo $$ >> " + dir + "/starts; exit 78"));
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isEqualTo(78);
    assertThat(fixture.lines("starts")).hasSize(1);
  }

  @Test
  void lines_that_are_no_protocol_are_passed_through() throws Exception {
    Process shell = fixture.shell(0, script("echo hello; echo fleet-shell boot x; printf end"));
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.lines("shell.out")).contains("hello", "fleet-shell boot x", "end");
    assertThat(fixture.lines("shell.out")).doesNotContain("fleet-shell boot 1000");
  }

  @Test
  void a_refused_certificate_is_retried_with_the_same_boot() throws Exception {
    fixture.shell(3, fixture.daemons());
    kill(fixture.start(1));
    await().atMost(SOON).until(() -> !fixture.lines("certificates").isEmpty());
    assertThat(fixture.lines("refused")).containsExactly("1000", "1000", "1000");
    assertThat(fixture.lines("certificates")).containsExactly("1000 0");
  }

  @Test
  void sigterm_is_handed_on_and_the_shell_ends_with_the_workers_code() throws Exception {
    Process shell =
        fixture.shell(
            0,
            script(
                "trap 'echo drained >> "
                    + dir
                    + "/drained; exit 0' TERM; echo $$ >> "
                    + dir
                    + "/starts; while :; do sleep 0.05; done"));
    long worker = fixture.start(1);
    shell.destroy();
    assertThat(shell.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    assertThat(fixture.lines("drained")).containsExactly("drained");
    assertThat(Living.is(worker)).isFalse();
  }

  @Test
  void sigterm_leaves_the_pipe_open_so_that_a_long_drain_is_no_freeze() throws Exception {
    Process shell =
        fixture.shell(
            0,
            script(
                "exec 3<&0; (cat <&3 > /dev/null; echo x >> "
                    + dir
                    + "/eof) & trap 'sleep 0.5; [ -e "
                    + dir
                    + "/eof ] || echo open >> "
                    + dir
                    + "/open; exit 0' TERM; echo $$ >> "
                    + dir
                    + "/starts; while :; do sleep 0.05; done"));
    fixture.start(1);
    shell.destroy();
    assertThat(shell.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.lines("open")).containsExactly("open");
  }

  @Test
  void a_second_sigterm_kills_a_worker_that_does_not_drain() throws Exception {
    Process shell =
        fixture.shell(
            0,
            script(
                "trap 'echo x >> "
                    + dir
                    + "/asked' TERM; echo $$ >> "
                    + dir
                    + "/starts; while :; do sleep 0.05; done"));
    fixture.start(1);
    shell.destroy();
    await().atMost(SOON).until(() -> !fixture.lines("asked").isEmpty());
    assertThat(shell.isAlive()).isTrue();
    shell.destroy();
    assertThat(shell.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isEqualTo(137);
  }

  @Test
  void a_second_shell_of_the_same_folder_is_refused_by_name_and_pid() throws Exception {
    Process first = fixture.shell(0, fixture.daemons());
    long worker = fixture.start(1);
    Process second = fixture.shell(0, fixture.daemons());
    assertThat(second.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(78);
    assertThat(String.join("\n", fixture.lines("shell.err")))
        .contains(dir.toString())
        .contains("process " + first.pid());
    assertThat(Living.is(worker)).isTrue();
  }

  @Test
  void a_new_shell_ends_what_a_double_kill_left_before_it_starts_its_worker() throws Exception {
    Process first = fixture.shell(0, fixture.daemons());
    long worker = fixture.start(1);
    await().atMost(SOON).until(() -> fixture.living(1_000).size() == 11);
    await().atMost(SOON).until(() -> fixture.lines("tree").size() == 12);
    first.destroyForcibly().waitFor();
    kill(worker);
    await().atMost(SOON).until(() -> fixture.living(1_000).size() == 10);

    // Another boot, so that the leftovers can be told from the new ones.
    fixture.shell(0, script("echo $$ >> " + dir + "/starts; exec sleep " + fixture.token + "7"));
    fixture.start(2);
    assertThat(fixture.living(1_000)).isEmpty();
    Living.withArgument(fixture.token + "7").forEach(ShellFixture::kill);
  }

  @Test
  void a_worker_jvm_drains_and_ends_when_its_shell_was_killed() throws Exception {
    Process shell = linked(60_000);
    long worker = fixture.start(1);
    shell.destroyForcibly().waitFor();
    await().atMost(SOON).until(() -> !Living.is(worker));
    assertThat(fixture.lines("drained")).containsExactly("yes");
    assertThat(fixture.lines("shell.out")).doesNotContain("not for the shell");
    assertThat(fixture.lines("shell.err")).contains("not for the shell");
  }

  @Test
  void a_frozen_worker_jvm_is_killed_when_its_lease_is_over_and_certified() throws Exception {
    linked(500);
    long worker = fixture.start(1);
    signal("STOP", worker);
    await().atMost(Duration.ofSeconds(4)).until(() -> !Living.is(worker));
    fixture.start(2);
    await().atMost(SOON).until(() -> !fixture.lines("certificates").isEmpty());
    assertThat(fixture.lines("certificates")).containsExactly("1000 0");
  }

  @Test
  void a_frozen_worker_jvm_that_still_holds_its_lease_is_left_alone() throws Exception {
    linked(60_000);
    long worker = fixture.start(1);
    signal("STOP", worker);
    await()
        .during(Duration.ofMillis(2_500))
        .atMost(Duration.ofSeconds(4))
        .until(() -> Living.is(worker));
    signal("CONT", worker);
  }

  @Test
  void a_shell_that_was_frozen_itself_reads_the_pipe_before_it_judges() throws Exception {
    Process shell = linked(300);
    long worker = fixture.start(1);
    signal("STOP", shell.pid());
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(5))
        .until(() -> Living.is(worker));
    signal("CONT", shell.pid());
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(3))
        .until(() -> Living.is(worker));
    assertThat(fixture.lines("certificates")).isEmpty();
  }

  private Process linked(long leaseMillis) throws Exception {
    return fixture.shell(
        0,
        Jvm.command(LinkedMain.class, dir.toString(), String.valueOf(leaseMillis))
            .toArray(String[]::new));
  }
}
