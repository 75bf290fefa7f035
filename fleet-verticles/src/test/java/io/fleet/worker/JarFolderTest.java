package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.testkit.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars of a folder count. */
final class JarFolderTest {
  private final Path folder;
  private final PackageStore store;
  private final JarFolder jars;

  JarFolderTest(@TempDir Path dir) throws IOException {
    folder = Files.createDirectories(dir.resolve("automations"));
    store = PackageStore.in(dir.resolve("packages"));
    jars = new JarFolder(folder, List.of(), List.of(), store, InstantSource.system());
  }

  @Test
  void a_jar_that_lies_there_is_found_by_its_content_and_kept() throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("counter.jar"));
    assertThat(jars.look()).containsExactly(PackageJar.sha256(jar));
    assertThat(store.find(PackageJar.sha256(jar))).isPresent();
  }

  @Test
  void one_that_was_written_just_now_waits_for_the_next_look() {
    Jars.counter("1").write(folder.resolve("counter.jar"));
    assertThat(jars.look()).isEmpty();
    assertThat(jars.look()).hasSize(1);
  }

  @Test
  void half_a_jar_is_left_out_until_it_is_whole(@TempDir Path elsewhere) throws IOException {
    var whole = Files.readAllBytes(Jars.counter("1").write(elsewhere.resolve("counter.jar")));
    var jar = folder.resolve("counter.jar");
    Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
    Jars.age(jar);
    assertThat(jars.look()).isEmpty();
    assertThat(jars.look()).isEmpty();
    Files.write(jar, whole);
    assertThat(jars.look()).isEmpty();
    assertThat(jars.look()).hasSize(1);
  }

  @Test
  void a_jar_that_is_still_growing_is_left_out() throws IOException {
    var jar = Jars.counter("1").write(folder.resolve("counter.jar"));
    for (var i = 0; i < 3; i++) {
      assertThat(jars.look()).isEmpty();
      // A comment at its end, so that each is a zip.
      Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), (int) Files.size(jar) + 1));
    }
  }

  @Test
  void a_replaced_jar_is_another_package_and_a_removed_one_is_none() throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("counter.jar"));
    var first = jars.look();
    Jars.counter("2").writeOld(jar);
    assertThat(jars.look()).hasSize(1).doesNotContainAnyElementsOf(first);
    Files.delete(jar);
    assertThat(jars.look()).isEmpty();
  }

  @Test
  void the_hash_covers_the_jars_that_the_manifest_names() throws IOException {
    var lib =
        Jars.of()
            .source("lib.Word", "package lib; public class Word { public String w = \"one\"; }")
            .writeOld(folder.resolve("lib/word.jar"));
    Jars.counter("1").beside("lib/word.jar lib/gone.jar").writeOld(folder.resolve("counter.jar"));
    var before = jars.look();
    var kept = store.find(before.getFirst()).orElseThrow();
    assertThat(kept.jars()).hasSize(2).allMatch(Files::exists);
    Jars.of()
        .source("lib.Word", "package lib; public class Word { public String w = \"two\"; }")
        .writeOld(lib);
    assertThat(jars.look()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void the_newest_comes_first() throws IOException {
    Jars.counter("1").writeOld(folder.resolve("a.jar"));
    var newer = Jars.counter("2").write(folder.resolve("b.jar"));
    Files.setLastModifiedTime(
        newer,
        java.nio.file.attribute.FileTime.fromMillis(
            Files.getLastModifiedTime(newer).toMillis() - 10_000));
    assertThat(jars.look()).hasSize(2).first().isEqualTo(PackageJar.sha256(newer));
  }
}
