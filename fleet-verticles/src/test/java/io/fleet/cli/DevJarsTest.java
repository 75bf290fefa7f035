package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.testkit.Jars;
import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fleet dev makes of jars that come, go and are built anew. */
final class DevJarsTest {
  private final Path dir;
  private final Path folder;
  private final AtomicLong clock = new AtomicLong();

  DevJarsTest(@TempDir Path dir) {
    this.dir = dir;
    folder = dir.resolve("automations");
  }

  private DevJars watch(Path... given) {
    return new DevJars(folder, List.of(given), clock::get);
  }

  private boolean changesSoon(DevJars jars) {
    var atOnce = jars.changed();
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    return !atOnce && jars.changed();
  }

  private static FleetSpec wants(String className, String version) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations:
          counter: { class: %s, version: "%s" }
        """
            .formatted(className, version);
    return FleetFile.parse("f", yaml).spec().orElseThrow();
  }

  private static String pin(DevJars jars, String className, String version) {
    return jars.pin(wants(className, version)).automations().get("counter").code();
  }

  @Test
  void a_jar_that_came_was_rebuilt_or_went_is_noticed_once() throws IOException {
    var jars = watch();
    assertThat(changesSoon(jars)).isFalse();
    var jar = Jars.counter("1").write(folder.resolve("counter.jar"));
    assertThat(changesSoon(jars)).isTrue();
    assertThat(changesSoon(jars)).isFalse();
    Jars.counter("2").writeOld(jar);
    assertThat(changesSoon(jars)).isTrue();
    Files.delete(jar);
    assertThat(changesSoon(jars)).isTrue();
  }

  @Test
  void half_a_jar_is_waited_for() throws IOException {
    var jars = watch();
    var whole = Files.readAllBytes(Jars.counter("1").write(dir.resolve("made.jar")));
    Files.createDirectories(folder);
    Files.write(folder.resolve("counter.jar"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(changesSoon(jars)).isFalse();
    Files.write(folder.resolve("counter.jar"), whole);
    assertThat(changesSoon(jars)).isTrue();
  }

  @Test
  void a_version_is_pinned_to_the_jar_that_is_here_now() throws IOException {
    var jar = Jars.counter("1").write(folder.resolve("counter.jar"));
    var jars = watch();
    assertThat(pin(jars, "shop.Counter", "1")).isEqualTo(PackageJar.sha256(jar));
    assertThat(pin(jars, "counter", "1")).isEqualTo(PackageJar.sha256(jar));
    assertThat(pin(jars, "counter", "2")).isEmpty();
    assertThat(pin(jars, "nobody", "1")).isEmpty();
  }

  @Test
  void a_jar_that_was_given_is_watched_and_pinned_with_the_libraries_beside_it()
      throws IOException {
    var lib = Jars.of().source("lib.A", "package lib; class A {}").write(dir.resolve("a.jar"));
    var jar = Jars.counter("1").write(dir.resolve("target/counter.jar"));
    var jars = watch(jar, lib);
    assertThat(pin(jars, "counter", "1"))
        .isEqualTo(PackageJar.read(jar, List.of(lib)).hash())
        .isNotEqualTo(PackageJar.sha256(jar));
    Jars.counter("2").writeOld(jar);
    assertThat(changesSoon(jars)).isTrue();
  }
}
