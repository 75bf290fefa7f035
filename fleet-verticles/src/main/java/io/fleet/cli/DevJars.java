package io.fleet.cli;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.worker.PackageJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars that {@code fleet dev} watches: those of {@code automations/} and those that it was
 * given. One that was built anew is noticed once it is whole. Used by one thread; blocks.
 */
final class DevJars {
  private static final Logger log = LoggerFactory.getLogger(DevJars.class);
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private final Path folder;
  private final List<Path> given;
  private final List<Path> libraries;
  private final LongSupplier nanos;
  private String known;
  private String pending = "";
  private long pendingNanos;

  DevJars(Path folder, List<Path> given, LongSupplier nanos) {
    this.folder = folder;
    var jars = given.stream().filter(each -> each.toString().endsWith(".jar")).toList();
    this.given = jars.stream().filter(PackageJar::registers).toList();
    this.libraries = jars.stream().filter(each -> !this.given.contains(each)).toList();
    this.nanos = nanos;
    this.known = look();
    this.pending = known;
  }

  /** Whether a jar came, went or changed since the last time, and nobody writes to one now. */
  boolean changed() {
    var now = look();
    if (!now.equals(pending)) {
      pending = now;
      pendingNanos = nanos.getAsLong();
    }
    if (now.equals(known)
        || nanos.getAsLong() - pendingNanos < SETTLED.toNanos()
        || !all().stream().allMatch(DevJars::isWhole)) {
      return false;
    }
    known = now;
    return true;
  }

  /** Each version pinned to the jar that is here now, so that a rebuilt one takes over. */
  FleetSpec pin(FleetSpec wanted) {
    var jars = new ArrayList<>(all());
    jars.sort(Comparator.comparing(DevJars::modified).reversed());
    return wanted.withEach(each -> hash(each, jars).map(each::pinned).orElse(each));
  }

  private Optional<String> hash(AutomationSpec automation, List<Path> jars) {
    for (var jar : jars) {
      if (has(jar, automation)) {
        try {
          return Optional.of(PackageJar.read(jar, needs(jar)).hash());
        } catch (IOException e) {
          log.debug("jar went while it was read jar={}", jar);
        }
      }
    }
    return Optional.empty();
  }

  private List<Path> needs(Path jar) {
    return given.contains(jar) ? libraries : List.of();
  }

  private boolean has(Path jar, AutomationSpec automation) {
    try (var code = LocalCode.of(jar, needs(jar))) {
      return code.packaged().stream()
          .filter(type -> type.version().filter(automation.version()::equals).isPresent())
          .anyMatch(
              type ->
                  automation.className().equals(type.className())
                      || automation.className().equals(type.name()));
    } catch (CommandFailed | LinkageError | java.util.ServiceConfigurationError notWhole) {
      return false;
    }
  }

  private List<Path> all() {
    var all = new ArrayList<>(given.stream().filter(Files::isRegularFile).toList());
    all.addAll(LocalCode.packages(folder));
    return all;
  }

  private String look() {
    var text = new StringBuilder();
    for (var jar : all()) {
      try {
        for (var each : PackageJar.jars(jar, needs(jar))) {
          text.append(each)
              .append(' ')
              .append(Files.size(each))
              .append(' ')
              .append(Files.getLastModifiedTime(each))
              .append('\n');
        }
      } catch (IOException e) {
        text.append(jar).append(" half\n");
      }
    }
    return text.toString();
  }

  private static boolean isWhole(Path jar) {
    try {
      return !PackageJar.jars(jar, List.of()).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static FileTime modified(Path jar) {
    try {
      return Files.getLastModifiedTime(jar);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
