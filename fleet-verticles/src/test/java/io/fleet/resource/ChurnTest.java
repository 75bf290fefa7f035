package io.fleet.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 40 spawns a second for some seconds, or for five minutes with {@code -Dfleet.all=true}. */
final class ChurnTest {
  private static final int SECONDS = Boolean.getBoolean("fleet.all") ? 300 : 5;

  @TempDir Path state;

  @Test
  void every_exit_code_is_right_and_neither_a_zombie_nor_a_descriptor_is_left() throws Exception {
    var jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChurnMain.class.getName(),
                state.toString(),
                "" + SECONDS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("done=%d wrong=0", SECONDS * 40);
      // What a child left is found and reaped, if it still lived then; all else closed by itself.
      assertThat(out.readLine()).contains("opened=").startsWith("ledger=Balance");
      assertThat(out.readLine()).isEqualTo("leaks={}");
      await().atMost(Duration.ofSeconds(10)).until(() -> zombies(jvm.pid()) == 0);
      assertThat(pipes(jvm.pid())).isLessThan(20);
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Jars are open, too; what a child could leave open is a pipe. */
  private static long pipes(long pid) throws IOException {
    try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.filter(ChurnTest::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }

  private static long zombies(long parent) {
    return ProcessHandle.of(parent).stream()
        .flatMap(ProcessHandle::children)
        .filter(ChurnTest::isZombie)
        .count();
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
    } catch (IOException e) {
      return false;
    }
  }
}
