package examples.siteindex.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first automation, taken from the README itself. */
final class FirstAutomationIT {
  @TempDir Path folder;

  @Test
  void the_automation_of_the_readme_runs_as_it_stands_there() throws Exception {
    var readme = Files.readString(Launched.ROOT.resolve("README.md"));
    var hello = Files.createDirectories(folder.resolve("hello"));
    var java = block(readme, "java");
    assertThat(java.lines().count()).isLessThanOrEqualTo(30);
    Files.writeString(hello.resolve("Hello.java"), java);
    Files.writeString(hello.resolve("fleet.yaml"), block(readme, "yaml"));
    try (var dev =
        Launched.fleet(
            folder,
            "dev",
            hello.resolve("fleet.yaml").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--http",
            "127.0.0.1:" + Sample.freePort(),
            "--duration",
            "10s",
            "--no-open")) {
      assertThat(dev.exit(Duration.ofSeconds(60))).as(dev.output()).isZero();
      assertThat(dev.output()).contains("Healthy. 3 of 3 slots running.");
    }
  }

  private static String block(String readme, String language) {
    var found = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(found.find()).as("a block of " + language + " in README.md").isTrue();
    return found.group(1);
  }
}
