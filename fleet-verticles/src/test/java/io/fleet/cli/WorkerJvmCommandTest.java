package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerJvmCommandTest {
  @Test
  void it_reads_what_the_settings_of_the_shell_wrote() {
    var given = Map.of("--name", "w-1", "--leave-at-once", "true", "--labels", "a=b,c=d");
    var shell = Settings.resolve(Key.worker(), given, Map.of(), Path.of("none.json"));

    var read = WorkerJvmCommand.flags(shell.flags());

    assertThat(Settings.resolve(Key.worker(), read, Map.of(), Path.of("none.json")).config())
        .isEqualTo(shell.config());
    assertThat(read).containsEntry("--leave-at-once", "true").containsEntry("--name", "w-1");
  }

  @Test
  void a_word_that_is_no_flag_is_refused() {
    assertThatThrownBy(() -> WorkerJvmCommand.flags(List.of("--name", "w", "up")))
        .hasMessageContaining("\"up\" is no flag with a value");
  }
}
