package io.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units for systemd: validated, not run. */
final class UnitFilesTest {
  private static final Path UNITS = Path.of("../conf/deploy/systemd");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fleet-worker.service", "fleet-master.service"})
  void systemd_finds_nothing_wrong_with_a_unit(String unit) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze here");
    var copy = folder.resolve(unit);
    // Where the program stands is the operator's choice; verify wants it to be there.
    Files.writeString(
        copy, Files.readString(UNITS.resolve(unit)).replace("/opt/fleet/fleet", "/bin/true"));
    var verify =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", copy.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains(unit))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleet-worker.service", "fleet-master.service"})
  void what_the_daemons_rely_on_is_in_their_units(String unit) throws IOException {
    var text = Files.readString(UNITS.resolve(unit));
    assertThat(text)
        .contains("RestartPreventExitStatus=78", "Restart=on-failure", "StateDirectoryMode=0700");
    if (unit.equals("fleet-worker.service")) {
      assertThat(text).contains("KillMode=mixed", "Delegate=yes", "TimeoutStopSec=11min");
    }
  }
}
