package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MavenSettingsTest {
  private final Path file;
  private final Path usual = Path.of("usual");

  MavenSettingsTest(@TempDir Path dir) {
    file = dir.resolve("settings.xml");
  }

  @Test
  void mirrors_logins_and_repositories_of_active_profiles_are_read() throws IOException {
    Files.writeString(
        file,
        """
        <settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
          <localRepository>/srv/m2</localRepository>
          <mirrors><mirror><id>m</id><url>http://m/</url><mirrorOf>*</mirrorOf></mirror></mirrors>
          <servers>
            <server><id>s</id><username>u</username><password>${env.NO_SUCH}</password></server>
          </servers>
          <profiles>
            <profile>
              <id>on</id>
              <repositories><repository><id>a</id><url>http://a/</url></repository></repositories>
            </profile>
            <profile>
              <id>off</id>
              <repositories><repository><id>b</id><url>http://b/</url></repository></repositories>
            </profile>
            <profile>
              <id>usual</id>
              <activation><activeByDefault>true</activeByDefault></activation>
              <repositories><repository><id>c</id><url>http://c/</url></repository></repositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>on</activeProfile></activeProfiles>
        </settings>
        """);
    var read = MavenSettings.read(file, usual);
    assertThat(read.local()).isEqualTo(Path.of("/srv/m2"));
    assertThat(read.mirrors()).containsExactly(new MavenSettings.Mirror("m", "http://m/", "*"));
    assertThat(read.servers()).containsExactly(new MavenSettings.Server("s", "u", ""));
    assertThat(read.repositories())
        .containsExactly(
            new MavenSettings.Repository("a", "http://a/"),
            new MavenSettings.Repository("c", "http://c/"));
  }

  @Test
  void without_a_file_everything_is_usual() {
    assertThat(MavenSettings.read(file, usual).local()).isEqualTo(usual);
  }

  @Test
  void a_broken_file_is_named() throws IOException {
    Files.writeString(file, "<settings>");
    assertThatThrownBy(() -> MavenSettings.read(file, usual))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("Cannot read " + file);
  }
}
