package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DevVictimTest {
  @Test
  void the_last_living_worker_by_name_is_chosen_and_never_somebody_else() throws Exception {
    var java = ProcessHandle.current().info().command().orElseThrow();
    // A process that bears the name and waits: a JVM reading a program from its stdin.
    var worker =
        new ProcessBuilder(
                java,
                "-Dfleet.name=dev-1",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "--source",
                "25",
                "/dev/stdin")
            .start();
    try {
      var me = ProcessHandle.current().pid();

      var victim = DevVictim.among(Map.of("dev-1", worker.pid(), "dev-2", me, "dev-3", 1L << 30));

      assertThat(victim.map(DevVictim::worker)).contains("dev-1");
      assertThat(victim.orElseThrow().process().pid()).isEqualTo(worker.pid());
      assertThat(DevVictim.among(Map.of("dev-2", me))).isEmpty();
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }
}
