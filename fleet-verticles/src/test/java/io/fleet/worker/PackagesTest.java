package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import io.fleet.testkit.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real jars, real class loaders. */
final class PackagesTest {
  private final Path dir;
  private final Path folder;
  private final AtomicLong clock = new AtomicLong();
  private final Packages packages;

  PackagesTest(@TempDir Path dir) throws IOException {
    this.dir = dir;
    folder = Files.createDirectories(dir.resolve("automations"));
    packages = open(List.of());
  }

  private Packages open(List<Path> classes) throws IOException {
    return Packages.open(
        dir.resolve("state"), folder, classes, InstantSource.system(), clock::get, System::gc);
  }

  @AfterEach
  void close() {
    packages.close();
  }

  static FleetSpec wants(String version) {
    return wants("shop.Counter", version);
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

  private static AutomationSpec counter(FleetSpec fleet) {
    return fleet.automations().get("counter");
  }

  private static FleetSpec pinned(FleetSpec fleet, String hash) {
    return fleet.withEach(each -> each.pinned(hash));
  }

  private static String says(CodeUse use) {
    return use.type().create().toString();
  }

  @Test
  void two_versions_of_a_class_run_side_by_side() throws IOException {
    var one = Jars.counter("1").writeOld(folder.resolve("one.jar"));
    var two = Jars.counter("2").writeOld(folder.resolve("two.jar"));
    assertThat(packages.look(wants("1")).code())
        .contains(
            new Code("counter", "shop.Counter", "1", PackageJar.sha256(one)),
            new Code("counter", "shop.Counter", "2", PackageJar.sha256(two)));
    assertThat(says(packages.use(counter(wants("1"))).orElseThrow())).isEqualTo("counter 1");
    assertThat(says(packages.use(counter(wants("2"))).orElseThrow())).isEqualTo("counter 2");
    assertThat(packages.use(counter(wants("3")))).isEmpty();
    assertThat(packages.versions("counter")).hasSize(2);
  }

  @Test
  void generations_of_one_package_share_their_loader() {
    Jars.counter("1").writeOld(folder.resolve("one.jar"));
    packages.look(wants("1"));
    var a = packages.use(counter(wants("1"))).orElseThrow();
    var b = packages.use(counter(wants("counter", "1"))).orElseThrow();
    assertThat(a.type().loader()).isSameAs(b.type().loader());
  }

  @Test
  void a_pinned_version_gets_the_very_package_though_another_bears_the_same_version()
      throws IOException {
    var old = Jars.counter("1").writeOld(folder.resolve("one.jar"));
    var hash = PackageJar.sha256(old);
    packages.look(wants("1"));
    var rebuilt = Jars.counter("1").source("shop.More", "package shop; class More {}");
    rebuilt.writeOld(folder.resolve("one.jar"));
    var look = packages.look(pinned(wants("1"), hash));
    assertThat(look.missing()).isEmpty();
    var use = packages.use(counter(pinned(wants("1"), hash))).orElseThrow();
    assertThat(use.type().loader().getResource("shop/More.class")).isNull();
    var free = packages.use(counter(wants("1"))).orElseThrow();
    assertThat(free.type().loader().getResource("shop/More.class")).isNotNull();
  }

  @Test
  void a_pin_that_is_not_here_is_missing_and_nothing_else_is_taken_for_it() {
    Jars.counter("1").writeOld(folder.resolve("one.jar"));
    var other = pinned(wants("1"), "c".repeat(64));
    assertThat(packages.look(other).missing()).containsExactly("c".repeat(64));
    assertThat(packages.use(counter(other))).isEmpty();
  }

  @Test
  void a_jar_that_is_overwritten_does_not_disturb_what_runs() throws Exception {
    var jar =
        Jars.counter("1")
            .source(
                "shop.Late",
                "package shop; public class Late { public String say() { return \"1\"; } }")
            .writeOld(folder.resolve("one.jar"));
    packages.look(wants("1"));
    var use = packages.use(counter(wants("1"))).orElseThrow();
    // In place, as cp does it: the same file, another content.
    Files.write(jar, Files.readAllBytes(Jars.counter("2").write(dir.resolve("two.jar"))));
    Jars.age(jar);
    assertThat(packages.look(wants("2")).code()).extracting(Code::version).contains("2");
    var late = use.type().loader().loadClass("shop.Late");
    assertThat(late.getMethod("say").invoke(late.getConstructor().newInstance())).isEqualTo("1");
  }

  @Test
  void a_removed_jar_leaves_the_list_and_its_loader_is_closed_after_its_last_generation()
      throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("one.jar"));
    packages.look(wants("1"));
    var use = packages.use(counter(wants("1"))).orElseThrow();
    var loader = use.type().loader();
    Files.delete(jar);
    assertThat(packages.look(wants("1")).code()).noneMatch(code -> code.version().equals("1"));
    assertThat(packages.use(counter(wants("1")))).isEmpty();
    assertThat(loader.getResource("shop/Counter.class")).isNotNull();
    use.end();
    use.end();
    packages.look(wants("1"));
    assertThat(loader.getResource("shop/Counter.class")).isNull();
  }

  @Test
  void a_package_that_fleet_yaml_is_pinned_to_stays_when_its_jar_is_replaced() throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("one.jar"));
    var hash = PackageJar.sha256(jar);
    packages.look(pinned(wants("1"), hash));
    Jars.counter("2").writeOld(jar);
    assertThat(packages.look(pinned(wants("1"), hash)).code())
        .extracting(Code::version)
        .contains("1", "2");
    assertThat(packages.use(counter(pinned(wants("1"), hash)))).isPresent();
    // Another JVM of the same worker finds it as well.
    try (var later = open(List.of())) {
      assertThat(later.look(pinned(wants("1"), hash)).missing()).isEmpty();
      assertThat(later.use(counter(pinned(wants("1"), hash)))).isPresent();
    }
  }

  @Test
  void what_nobody_has_needed_for_a_while_is_removed_from_the_disk() throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("one.jar"));
    var hash = PackageJar.sha256(jar);
    packages.look(wants("1"));
    Files.delete(jar);
    packages.look(wants("1"));
    assertThat(packages.store().find(hash)).isPresent();
    clock.addAndGet(Duration.ofMinutes(11).toNanos());
    packages.look(wants("1"));
    assertThat(packages.store().find(hash)).isEmpty();
  }

  @Test
  void jars_of_the_class_path_that_is_given_are_packages_too() throws IOException {
    var jar = Jars.counter("7").writeOld(dir.resolve("target/counter.jar"));
    try (var given = open(List.of(jar))) {
      assertThat(given.look(wants("7")).code())
          .contains(new Code("counter", "shop.Counter", "7", PackageJar.sha256(jar)));
    }
  }

  @Test
  void a_class_that_is_not_registered_is_found_by_its_name_alone() throws IOException {
    var jar =
        Jars.of()
            .version("1")
            .source(
                "shop.Quiet",
                """
                package shop;
                import io.fleet.automation.*;
                public final class Quiet extends ContinuousAutomation<Quiet.C> {
                  public record C() {}
                  @Override public Next execute(Run<C> run) { return Next.now(); }
                }
                """)
            .writeOld(folder.resolve("quiet.jar"));
    assertThat(packages.look(wants("shop.Quiet", "1")).code())
        .contains(new Code("", "shop.Quiet", "1", PackageJar.sha256(jar)));
    assertThat(packages.use(counter(wants("shop.Quiet", "1")))).isPresent();
    assertThat(packages.use(counter(wants("quiet", "1")))).isEmpty();
  }

  @Test
  void a_jar_whose_classes_cannot_be_read_offers_nothing() {
    Jars.of().version("1").service("shop.Nowhere").writeOld(folder.resolve("bad.jar"));
    assertThat(packages.look(wants("1")).code()).noneMatch(c -> c.className().startsWith("shop."));
  }
}
