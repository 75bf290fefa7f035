package io.fleet.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostSecretsTest {
  private final HostSecrets secrets = new HostSecrets(Map.of("TOKEN", "s3cret"));

  @Test
  void a_variable_of_the_worker_is_read() {
    assertThat(secrets.resolve("env:TOKEN")).contains("s3cret");
    assertThat(secrets.resolve("env:OTHER")).isEmpty();
  }

  @Test
  void a_file_is_read_anew_each_time_without_its_last_line_break(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("key");
    Files.writeString(file, "one\ntwo\n");
    assertThat(secrets.resolve("file:" + file)).contains("one\ntwo");
    Files.writeString(file, "three");
    assertThat(secrets.resolve("file:" + file)).contains("three");
    assertThat(secrets.resolve("file:" + folder.resolve("none"))).isEmpty();
  }
}
