package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.testkit.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageStoreTest {
  private final Path dir;
  private final PackageStore store;

  PackageStoreTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    this.store = PackageStore.in(dir.resolve("packages"));
  }

  @Test
  void what_does_not_have_the_right_hash_is_not_taken() throws IOException {
    var half = store.half();
    Files.writeString(half, "something else");
    assertThatThrownBy(() -> store.put("a".repeat(64), half))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not " + "a".repeat(64));
    assertThat(store.names()).isEmpty();
    assertThat(half).doesNotExist();
  }

  @Test
  void a_package_of_several_jars_is_here_once_all_of_them_are() throws IOException {
    var lib = Jars.of().source("lib.A", "package lib; class A {}").write(dir.resolve("lib/a.jar"));
    var found =
        PackageJar.read(
            Jars.counter("1").beside("lib/a.jar", lib).write(dir.resolve("counter.jar")));
    var kept = store.keep(found);
    assertThat(store.find(kept.hash())).contains(kept);
    Files.delete(kept.jars().get(1));
    assertThat(store.find(kept.hash())).isEmpty();
    assertThat(store.missing(store.index(kept.hash()).orElseThrow()))
        .containsExactly(kept.index().entries().get(1));
  }

  @Test
  void what_is_not_retained_is_removed_and_jars_of_a_retained_index_are_not() throws IOException {
    var lib = Jars.of().source("lib.A", "package lib; class A {}").write(dir.resolve("lib/a.jar"));
    var both =
        store.keep(
            PackageJar.read(
                Jars.counter("1").beside("lib/a.jar", lib).write(dir.resolve("one.jar"))));
    var single = store.keep(PackageJar.read(Jars.counter("2").write(dir.resolve("two.jar"))));
    store.retain(Set.of(both.hash()));
    assertThat(store.find(both.hash())).isPresent();
    assertThat(store.find(single.hash())).isEmpty();
  }

  @Test
  void what_an_earlier_process_left_half_is_removed() throws IOException {
    var half = store.half();
    PackageStore.in(dir.resolve("packages"));
    assertThat(half).doesNotExist();
  }
}
