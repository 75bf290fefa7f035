package io.fleet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.process.ProcessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisServerTest {
  private final Path dir;

  RedisServerTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void a_started_redis_answers_on_loopback_and_is_gone_after_close() {
    RedisServer redis = RedisServer.start();
    try (redis) {
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
      assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(commandLine(redis.pid())).contains("redis");
    }
    assertThat(Path.of("/proc", String.valueOf(redis.pid()))).doesNotExist();
    assertThat(redis.dir()).doesNotExist();
  }

  @Test
  void appendonly_data_survives_a_kill_and_nothing_else_does() {
    RedisServer first = RedisServer.forDev(dir, 0);
    ask(first, "SET greeting hello");
    first.kill();
    try (RedisServer second =
        RedisServer.start(
            RedisServer.Options.in(dir).withPort(first.port()).withAppendOnly(true))) {
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(ask(second, "STRLEN greeting")).isEqualTo(":5");
    }
    try (RedisServer plain = RedisServer.start(RedisServer.Options.in(dir))) {
      assertThat(ask(plain, "STRLEN greeting")).isEqualTo(":0");
    }
  }

  @Test
  void a_taken_port_is_told_in_one_sentence_even_if_a_redis_answers_there() {
    try (RedisServer first = RedisServer.start(RedisServer.Options.in(dir.resolve("a")))) {
      assertThatThrownBy(
              () ->
                  RedisServer.start(
                      RedisServer.Options.in(dir.resolve("b")).withPort(first.port())))
          .isInstanceOf(ProcessException.class)
          .hasMessageContaining("127.0.0.1:" + first.port() + ": the port is taken")
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void a_binary_that_cannot_run_is_told_with_its_last_words() throws IOException {
    Path broken =
        Files.writeString(dir.resolve("redis-server"), "#!/bin/sh\necho no libssl\nexit 3");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> RedisServer.start(RedisServer.Options.in(dir).withBinary(broken)))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("exit code 3: no libssl")
        .hasMessageContaining("redis.log");
  }

  @Test
  void a_missing_binary_is_told_by_name() {
    assertThatThrownBy(
            () ->
                RedisServer.start(
                    RedisServer.Options.in(dir).withBinary(Path.of("/nowhere/redis-server"))))
        .isInstanceOf(ProcessException.class)
        .hasMessageContaining("/nowhere/redis-server: no such executable");
  }

  @Test
  void redis_dies_with_a_jvm_that_was_killed() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RedisOwner.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long redis = Long.parseLong(jvm.inputReader().readLine());
    assertThat(commandLine(redis)).contains("redis");
    jvm.destroyForcibly().waitFor();
    await().atMost(Duration.ofSeconds(2)).until(() -> !commandLine(redis).contains("redis"));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static String ask(RedisServer redis, String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
        PrintWriter out =
            new PrintWriter(
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      out.print(command + "\r\n");
      out.flush();
      return String.valueOf(in.readLine());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
