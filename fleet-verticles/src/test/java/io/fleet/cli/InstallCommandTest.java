package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.testkit.Jars;
import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real jars, and a Maven repository in a folder. */
final class InstallCommandTest {
  private final Path dir;
  private final Path automations;

  InstallCommandTest(@TempDir Path dir) {
    this.dir = dir;
    this.automations = dir.resolve("automations");
  }

  private Said install(String... words) {
    var all = new java.util.ArrayList<>(List.of("install"));
    all.addAll(List.of(words));
    all.addAll(List.of("--automations", automations.toString()));
    return Said.by(all.toArray(String[]::new));
  }

  /** Puts an artifact into the repository of this test. */
  private void publish(String artifact, String version, Jars jars, String dependencies)
      throws IOException {
    var at = dir.resolve("repository/shop").resolve(artifact).resolve(version);
    jars.write(at.resolve(artifact + "-" + version + ".jar"));
    Files.writeString(
        at.resolve(artifact + "-" + version + ".pom"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>shop</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(artifact, version, dependencies));
  }

  private static String dependency(String group, String artifact, String version, String scope) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>%s</scope></dependency>"
        .formatted(group, artifact, version, scope);
  }

  private List<Path> fetch(String coordinates, boolean offline) {
    var settings =
        MavenSettings.read(dir.resolve("no-settings.xml"), dir.resolve("local-repository"));
    var repository = dir.resolve("repository").toUri().toString();
    return new MavenSource(settings, List.of(repository), offline).fetch(coordinates);
  }

  @Test
  void a_jar_is_put_where_workers_look_and_its_hash_is_said() throws IOException {
    var jar = Jars.counter("1.4.0").write(dir.resolve("target/counter-1.4.0.jar"));
    var said = install(jar.toString());
    assertThat(said.exit()).as(said.toString()).isZero();
    assertThat(said.answer())
        .contains("Installed counter, version 1.4.0: ")
        .contains("SHA-256 " + PackageJar.sha256(jar));
    assertThat(automations.resolve("counter-1.4.0.jar")).hasSameBinaryContentAs(jar);
  }

  @Test
  void an_artifact_comes_with_what_it_needs_but_for_what_fleet_has() throws IOException {
    publish("word", "1.0", Jars.of().source("lib.Word", "package lib; class Word {}"), "");
    publish(
        "counter",
        "2.0",
        Jars.counter("2.0"),
        dependency("shop", "word", "1.0", "compile")
            + dependency("io.vertx", "vertx-core", "5.0.8", "compile")
            + dependency("io.fleet", "fleet-verticles", "0.1.0", "compile")
            + dependency("shop", "nowhere", "1.0", "test"));
    var jars = fetch("shop:counter:2.0", false);
    assertThat(jars.stream().map(jar -> jar.getFileName().toString()))
        .containsExactly("counter-2.0.jar", "word-1.0.jar");
    var installed =
        new Installation(automations, java.util.Optional.of("2.0"), java.util.Optional.empty())
            .put(jars);
    assertThat(installed.found().jars())
        .containsExactly(
            automations.toAbsolutePath().resolve("counter-2.0.jar"),
            automations.toAbsolutePath().resolve("lib/word-1.0.jar"));
    assertThat(Files.readString(automations.resolve("counter-2.0.jar.classpath")))
        .isEqualTo("lib/word-1.0.jar\n");
  }

  @Test
  void what_was_fetched_once_is_found_without_the_network() throws IOException {
    publish("counter", "2.0", Jars.counter("2.0"), "");
    fetch("shop:counter:2.0", false);
    assertThat(fetch("shop:counter:2.0", true)).hasSize(1);
  }

  @Test
  void an_artifact_that_is_nowhere_is_said_with_every_repository_that_was_asked() {
    assertThatThrownBy(() -> fetch("shop:counter:3.0", true))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("Cannot find shop:counter:3.0")
        .hasMessageContaining("local-repository")
        .hasMessageContaining("offline");
    var settings = new MavenSettings(dir.resolve("local"), List.of(), List.of(), List.of());
    var repository = dir.resolve("repository").toUri().toString();
    var central = new MavenSettings.Mirror("all", repository, "*");
    var mirrored = new MavenSettings(settings.local(), List.of(central), List.of(), List.of());
    assertThatThrownBy(() -> new MavenSource(mirrored, List.of(), false).fetch("shop:counter:3.0"))
        .hasMessageContaining("nor in any repository (" + repository);
  }

  @Test
  void a_jar_without_automation_is_refused_and_nothing_is_left() {
    var jar =
        Jars.of()
            .version("1")
            .source("lib.Word", "package lib; class Word {}")
            .write(dir.resolve("word.jar"));
    var said = install(jar.toString());
    assertThat(said.exit()).isEqualTo(Exit.FAILED);
    assertThat(said.hints())
        .contains("has no automation: no line in META-INF/services", "Nothing was installed.");
    assertThat(automations).doesNotExist();
  }

  @Test
  void a_jar_of_another_version_than_the_artifact_is_refused() throws IOException {
    publish("counter", "2.0", Jars.counter("1.9"), "");
    var jars = fetch("shop:counter:2.0", false);
    var installation =
        new Installation(automations, java.util.Optional.of("2.0"), java.util.Optional.empty());
    assertThatThrownBy(() -> installation.put(jars))
        .hasMessageContaining("says version 1.9, not 2.0");
  }

  @Test
  void a_jar_that_does_not_say_its_version_is_refused() {
    var jar = Jars.counter("").write(dir.resolve("counter.jar"));
    assertThat(install(jar.toString()).hints()).contains("does not say its version");
  }

  @Test
  void another_hash_than_the_expected_one_is_refused() throws IOException {
    var jar = Jars.counter("1").write(dir.resolve("counter.jar"));
    assertThat(install(jar.toString(), "--sha256", "a".repeat(64)).hints())
        .contains("is " + PackageJar.sha256(jar) + ", not " + "a".repeat(64));
    assertThat(install(jar.toString(), "--sha256", PackageJar.sha256(jar)).exit()).isZero();
  }

  @Test
  void a_project_is_built_by_its_own_wrapper() throws IOException {
    var project = Files.createDirectories(dir.resolve("project"));
    var made = Jars.counter("5").write(dir.resolve("made/counter-5.jar"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    var wrapper =
        Files.writeString(
            project.resolve("mvnw"),
            "#!/bin/sh\necho \"$@\" >>calls\nmkdir -p target\ncp " + made + " target/\n");
    Files.setPosixFilePermissions(
        wrapper, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    var said = install(project.toString());
    assertThat(said.exit()).as(said.toString()).isZero();
    assertThat(automations.resolve("counter-5.jar")).exists();
    assertThat(Files.readString(project.resolve("calls")))
        .startsWith("-q -B -DskipTests package\n");
  }

  @Test
  void a_project_that_does_not_build_is_said_with_its_errors() throws IOException {
    var project = Files.createDirectories(dir.resolve("project"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    var wrapper =
        Files.writeString(project.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] no luck'\nexit 3\n");
    Files.setPosixFilePermissions(
        wrapper, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    var said = install(project.toString());
    assertThat(said.exit()).isEqualTo(Exit.FAILED);
    assertThat(said.hints()).contains("failed with exit code 3", "[ERROR] no luck");
  }

  @Test
  void what_is_neither_jar_nor_project_nor_coordinates_is_wrong_usage() {
    var said = install("no/such.jar");
    assertThat(said.exit()).isEqualTo(Exit.USAGE);
    assertThat(said.hints()).contains("There is no jar and no project \"no/such.jar\"");
  }
}
