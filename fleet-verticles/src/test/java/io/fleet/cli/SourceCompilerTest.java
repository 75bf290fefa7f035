package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.automation.AutomationLoader;
import io.fleet.automation.Catalog;
import io.fleet.automation.FleetCheck;
import io.fleet.config.FleetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceCompilerTest {
  private static final String HELLO =
      """
      import io.fleet.automation.ContinuousAutomation;
      import io.fleet.automation.Next;
      import io.fleet.automation.Run;
      import io.fleet.config.Default;
      import java.time.Duration;
      public final class Hello extends ContinuousAutomation<Hello.Config> {
        public record Config(@Default("1s") Duration every) {}
        @Override public Next execute(Run<Config> run) { return Next.in(run.config().every()); }
      }
      """;

  @TempDir private Path dir;

  @Test
  void a_source_beside_the_file_runs_without_a_build_tool() throws IOException {
    var yaml = project(HELLO, "");
    var classes = dir.resolve("classes");

    assertThat(SourceCompiler.compile(SourceCompiler.beside(yaml), classes)).isEmpty();
    try (var loader = AutomationLoader.over(List.of(classes))) {
      var type = Catalog.of(loader).find("Hello").orElseThrow();
      assertThat(type.create().getClass().getClassLoader()).isSameAs(loader);
      assertThat(type.configType().getRecordComponents()[0].getName()).isEqualTo("every");
    }
  }

  @Test
  void tests_beside_it_are_left_alone() throws IOException {
    var yaml = project(HELLO, "");
    Files.writeString(dir.resolve("HelloTest.java"), "this needs JUnit");

    assertThat(SourceCompiler.beside(yaml)).containsExactly(dir.resolve("Hello.java"));
  }

  @Test
  void validate_finds_the_class_and_the_config_of_that_source() throws IOException {
    assertThat(Said.by("validate", project(HELLO, "every: 2s").toString()))
        .returns(0, Said::exit)
        .extracting(Said::answer)
        .asString()
        .endsWith("good. 1 automation, 3 slots.\n");
  }

  @Test
  void validate_shows_a_config_that_does_not_fit_with_its_line() throws IOException {
    var yaml = project(HELLO, "evry: 2s");

    assertThat(Said.by("validate", yaml.toString()))
        .returns(4, Said::exit)
        .extracting(Said::hints)
        .asString()
        .contains(yaml + ":9:15: automations.hello.config.evry: unknown field")
        .contains("1 problem. Nothing was sent.");
  }

  @Test
  void an_error_of_the_compiler_names_file_and_line_and_is_exit_4() throws IOException {
    var yaml = project(HELLO.replace("Next.in", "Next.inn"), "");

    var said = Said.by("validate", yaml.toString());

    assertThat(said.exit()).isEqualTo(4);
    assertThat(said.hints()).contains("Hello.java:8: cannot find symbol").contains("1 problem.");
  }

  @Test
  void a_class_whose_source_is_gone_is_gone() throws IOException {
    var yaml = project(HELLO, "");
    var classes = dir.resolve("classes");
    SourceCompiler.compile(SourceCompiler.beside(yaml), classes);
    Files.move(dir.resolve("Hello.java"), dir.resolve("Hello.txt"));
    Files.writeString(dir.resolve("Other.java"), "public final class Other {}");

    assertThat(SourceCompiler.compile(SourceCompiler.beside(yaml), classes)).isEmpty();

    assertThat(classes.resolve("Other.class")).exists();
    assertThat(classes.resolve("Hello.class")).doesNotExist();
  }

  @Test
  void the_version_in_the_file_must_be_that_of_the_jar() throws IOException {
    Files.writeString(dir.resolve("Hello.java"), "package shop;\n" + HELLO);
    var classes = dir.resolve("classes");
    SourceCompiler.compile(List.of(dir.resolve("Hello.java")), classes);
    var jars = Files.createDirectories(dir.resolve("automations"));
    jar(classes, jars.resolve("shop.jar"), "2.0.1");
    var text =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations: { hello: { class: shop.Hello, version: "2.0.0" } }
        """;
    var parsed = FleetFile.parse("fleet.yaml", text);

    try (var loader = LocalCode.over(List.of(), jars)) {
      var found = FleetCheck.check(parsed, parsed.spec().orElseThrow(), loader.catalog());

      assertThat(found.problems())
          .singleElement()
          .extracting(problem -> problem.render("fleet.yaml"))
          .isEqualTo(
              "fleet.yaml:4:53: automations.hello.version: the jar of shop.Hello is version 2.0.1,"
                  + " not 2.0.0. Write version: \"2.0.1\"");
    }
  }

  private static void jar(Path classes, Path jar, String version) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  @Test
  void a_class_path_entry_that_is_missing_is_said() {
    assertThatThrownBy(() -> AutomationLoader.over(List.of(dir.resolve("no.jar"))))
        .hasMessage(
            "The class path entry "
                + dir.resolve("no.jar")
                + " is not there. Build it or correct the path.");
  }

  private Path project(String source, String config) throws IOException {
    Files.writeString(dir.resolve("Hello.java"), source);
    return Files.writeString(
        dir.resolve("fleet.yaml"),
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations:
          hello:
            class: Hello
            version: "1.0.0"
            slots: 3
            config: { %s }
        """
            .formatted(config));
  }
}
