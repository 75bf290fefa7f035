package io.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of sources hold for ours and find what was planted. */
final class SourcesTest {
  @ParameterizedTest
  @ValueSource(strings = {"fleet-verticles", "fleet-browser"})
  void nothing_is_synchronized_outside_process(String module) {
    assertThat(Sources.withSynchronized(mainOf(module))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleet-verticles", "fleet-browser"})
  void every_package_is_null_marked(String module) {
    assertThat(Sources.withoutNullMarked(mainOf(module))).isEmpty();
  }

  @Test
  void blocks_and_methods_are_found_outside_process_and_not_in_comments_or_texts(
      @TempDir Path folder) throws IOException {
    write(folder, "a/Block.java", "class Block { void f() { synchronized (this) {} } }");
    write(folder, "a/Method.java", "class Method { synchronized void f() {} }");
    write(
        folder,
        "a/Spoken.java",
        "// synchronized\n/* synchronized */ class S { String s = \"synchronized\"; }");
    write(folder, "io/fleet/process/Allowed.java", "class Allowed { synchronized void f() {} }");
    assertThat(Sources.withSynchronized(folder)).containsExactly("a/Block.java", "a/Method.java");
  }

  @Test
  void packages_without_a_marked_info_are_found(@TempDir Path folder) throws IOException {
    write(folder, "marked/A.java", "class A {}");
    write(folder, "marked/package-info.java", "/** A. */ @NullMarked package marked;");
    write(folder, "bare/A.java", "class A {}");
    write(folder, "spoken/A.java", "class A {}");
    write(folder, "spoken/package-info.java", "/** No @NullMarked. */ package spoken;");
    assertThat(Sources.withoutNullMarked(folder)).containsExactly("bare", "spoken");
  }

  private static void write(Path folder, String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static Path mainOf(String module) {
    return Sources.repository().resolve(module).resolve("src/main/java");
  }
}
