package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each hostile file is read in a JVM of 64 MB heap and 512 KB stack: it must be told, not fall. */
final class HostileInputTest {
  @Test
  void hostile_files_end_as_problems_within_a_small_heap_and_stack() throws Exception {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Hostile.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      var said = output(child);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).endsWith("all told\n");
      assertThat(said.lines().filter(line -> line.endsWith("told"))).hasSizeGreaterThan(20);
    } finally {
      child.destroyForcibly();
    }
  }

  private static String output(Process child) throws IOException {
    return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
