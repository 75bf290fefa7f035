package io.fleet.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.testkit.Jars;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AutomationTypeTest {
  @TempDir Path dir;

  @Test
  void a_class_from_a_folder_has_no_version_though_a_jar_with_one_defined_its_package()
      throws Exception {
    var jar = Jars.counter("1").write(dir.resolve("counter.jar"));
    var folder = unpacked(twin().write(dir.resolve("twin.jar")));
    try (var loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL(), folder.toUri().toURL()}, getClass().getClassLoader())) {
      var counter = AutomationType.of(loader.loadClass("shop.Counter"));
      var twin = AutomationType.of(loader.loadClass("shop.Twin"));
      assertThat(counter.version()).contains("1");
      assertThat(twin.version()).isEmpty();
    }
  }

  private static Jars twin() {
    return Jars.of()
        .source(
            "shop.Twin",
            """
            package shop;
            import io.fleet.automation.*;
            public final class Twin extends ContinuousAutomation<Twin.Config> {
              public record Config() {}
              @Override public Next execute(Run<Config> run) { return Next.now(); }
            }
            """);
  }

  private Path unpacked(Path jar) throws IOException {
    var folder = dir.resolve("classes");
    try (var open = new JarFile(jar.toFile())) {
      for (var entry : open.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        var file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(open.getInputStream(entry), file);
      }
    }
    return folder;
  }
}
