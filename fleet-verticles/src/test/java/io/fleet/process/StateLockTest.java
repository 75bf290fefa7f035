package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLockTest {
  private final Path dir;

  StateLockTest(@TempDir Path dir) {
    this.dir = dir.resolve("state");
  }

  @Test
  void a_held_folder_is_refused_with_folder_and_pid_until_it_is_let_go() {
    try (StateLock _ = StateLock.take(dir)) {
      assertThatThrownBy(() -> StateLock.take(dir))
          .isInstanceOf(ProcessException.class)
          .hasMessageContaining(dir.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    StateLock.take(dir).close();
  }

  @Test
  void a_new_folder_is_for_its_owner_alone() throws IOException {
    StateLock.take(dir).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
        .isEqualTo("rwx------");
  }
}
